import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startGateway, type TestGateway } from "./gateway.js";

let gateway: TestGateway;
const down = new Set<string>();
const asked: string[] = [];

beforeAll(async () => {
  gateway = await startGateway();
  gateway.publicPeer.answer = (request, response) => {
    const [, appId = ""] = /invoke\/([^/]+)\//.exec(request.url ?? "") ?? [];
    if (request.url === "/v1.0/healthz/outbound") {
      response.writeHead(204).end();
    } else if (down.has(appId)) {
      response.writeHead(500).end("ERR_DIRECT_INVOKE");
    } else {
      asked.push(appId);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          openapi: "3.0.3",
          paths: { [`/api/${appId}/things`]: { get: { tags: [appId] } } },
          components: { securitySchemes: { bearer: { type: "http" } } },
        }),
      );
    }
  };
  gateway.privatePeer.answer = (_request, response) => {
    response.writeHead(401).end();
  };
});
afterAll(() => gateway.close());

const get = (path: string, init?: RequestInit) =>
  fetch(`${gateway.url}${path}`, init);

describe("the API's document", () => {
  it("is that of every service that answers, and is not asked for again at once", async () => {
    down.add("payment");
    const first = (await (await get("/openapi.json")).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(first.paths).sort()).toEqual([
      "/api/auth/things",
      "/api/booking/things",
      "/api/property/things",
    ]);
    expect(first).toMatchObject({
      openapi: "3.0.3",
      components: { securitySchemes: { bearer: { type: "http" } } },
    });
    const before = asked.length;
    await Promise.all([get("/openapi.json"), get("/openapi.json")]);
    expect(asked).toHaveLength(before);
  });
});

describe("the documentation", () => {
  it("runs on files of the gateway alone, under a policy that lets exactly those run", async () => {
    const page = await get("/docs/");
    expect(page.status).toBe(200);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
    const html = await page.text();
    expect(html).not.toMatch(/<script>|https?:\/\//);
    const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)];
    expect(files.length).toBeGreaterThan(2);
    for (const [, name = ""] of files) {
      const file = await get(`/docs/${name}`);
      expect([name, file.status]).toEqual([name, 200]);
      await file.arrayBuffer();
    }
  });

  it("is found without its last slash too", async () => {
    const reply = await get("/docs", { redirect: "manual" });
    expect([reply.status, reply.headers.get("location")]).toEqual([
      308,
      "/docs/",
    ]);
  });

  it("serves no other file of the package", async () => {
    for (const name of ["package.json", "..%2fpackage.json", "index.html"])
      expect((await get(`/docs/${name}`)).status).toBe(404);
  });
});

describe("the gateway", () => {
  it("says who it is", async () => {
    expect(await (await get("/")).json()).toMatchObject({
      name: "RentEzy",
      docs: "/docs/",
    });
  });

  it("lives, is ready while both sidecars answer, and is not when one does not", async () => {
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
    const half = await startGateway();
    await half.privatePeer.close();
    half.publicPeer.answer = gateway.publicPeer.answer;
    const reply = await fetch(`${half.url}/readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({
      checks: { "public sidecar": "ok", "private sidecar": "failing" },
    });
    expect((await fetch(`${half.url}/healthz`)).status).toBe(200);
    await half.close();
  });

  it("tells its metrics to nobody who comes this way", async () => {
    for (const path of ["/metrics", "/api/metrics", "/v1.0/metadata"])
      expect((await get(path)).status).toBe(404);
  });

  it("of one edge needs that edge's sidecar only, and serves that edge only", async () => {
    const open = await startGateway({
      EDGES: "public",
      DAPR_HTTP_PORT: "",
      DAPR_API_TOKEN: "",
    });
    expect((await fetch(`${open.url}/api/public/auth/x`)).status).toBe(200);
    expect((await fetch(`${open.url}/api/booking/x`)).status).toBe(404);
    await open.close();
    const closed = await startGateway({
      EDGES: "private",
      PUBLIC_DAPR_HTTP_PORT: "",
      PUBLIC_DAPR_API_TOKEN: "",
      JWKS_URL: "http://127.0.0.1:1/jwks.json",
    });
    expect((await fetch(`${closed.url}/api/booking/x`)).status).toBe(200);
    expect((await fetch(`${closed.url}/api/public/auth/x`)).status).toBe(404);
    expect((await fetch(`${closed.url}/docs/`)).status).toBe(404);
    await closed.close();
  });
});
