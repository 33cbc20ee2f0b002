import { describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { createClient, type User } from "./support/client.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import { appIdsOf, bearer } from "./support/sidecars.js";
import { testStack } from "./support/stack.js";
import { sendOverWire } from "./support/wire.js";

const stack = await testStack();
const client = createClient(stack);
const { services } = await appIdsOf(stack);
const { token } = await client.newUser("tenant");

/** The API's table, as far as its services are here. */
const OPERATIONS = [
  "post /api/public/auth/register",
  "post /api/public/auth/login",
  "post /api/public/auth/refresh",
  "post /api/public/auth/logout",
  "get /api/auth/me",
  "get /api/public/auth/.well-known/openid-configuration",
  "get /api/public/auth/.well-known/jwks.json",
  "get /api/public/auth/jwks.json",
  "post /api/property/properties",
  "get /api/property/properties",
  "get /api/property/properties/{propertyId}",
  "patch /api/property/properties/{propertyId}",
  "delete /api/property/properties/{propertyId}",
  "post /api/property/properties/{propertyId}/publish",
  "post /api/property/properties/{propertyId}/unpublish",
  "post /api/property/properties/{propertyId}/rooms",
  "patch /api/property/properties/{propertyId}/rooms/{roomId}",
  "get /api/public/property/properties",
  "get /api/public/property/properties/{propertyId}",
  "get /api/public/booking/rooms/{roomId}/availability",
  "post /api/booking/bookings",
  "get /api/booking/bookings",
  "get /api/booking/bookings/{bookingId}",
  "post /api/booking/bookings/{bookingId}/cancel",
  "get /api/booking/bookings/{bookingId}/checkout",
  "post /api/public/payment/webhooks/stripe",
] as const;

interface Described {
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

describe("/openapi.json", () => {
  const read = async () => {
    const answer = await client.call("/openapi.json");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    return answer.json<Document>();
  };

  it("lists every operation that clients may call", async () => {
    const { openapi, paths } = await read();
    expect(openapi).toMatch(/^3\./);
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed).toEqual(expect.arrayContaining([...OPERATIONS]));
  });

  it("lists nothing that is not theirs to call", async () => {
    const { paths } = await read();
    for (const path of Object.keys(paths)) {
      expect(path).toMatch(/^\/api\//);
      expect(path).not.toMatch(/internal|events|metrics/);
    }
  });

  it("says of each whether it asks for a token, and how it answers errors", async () => {
    const { paths } = await read();
    for (const [path, methods] of Object.entries(paths))
      for (const { security, responses } of Object.values(methods)) {
        const isPublic = path.startsWith("/api/public/");
        expect([path, (security ?? []).length]).toEqual([
          path,
          isPublic ? 0 : 1,
        ]);
        expect(responses).toHaveProperty("default");
      }
  });

  it.each(services)("is served by %s itself too", async (appId) => {
    const answer = await client.call(`/api/public/${appId}/openapi.json`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ openapi: expect.any(String) });
  });
});

describe("/docs", () => {
  it("leads to a page, and everything that the page needs is here", async () => {
    const moved = await client.call("/docs");
    expect([moved.status, moved.headers.get("location")]).toEqual([
      308,
      "/docs/",
    ]);
    const page = await client.call("/docs/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const files = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)];
    expect(files.length).toBeGreaterThan(1);
    for (const [, name] of files)
      expect((await client.call(`/docs/${name}`)).status).toBe(200);
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});

describe("an answer at the edge", () => {
  const paths = [
    "/api/public/property/properties",
    "/api/booking/bookings",
    "/",
  ];

  it.each(paths)(
    "carries a request id, and the client's when it has one: %s",
    async (path) => {
      const own = `client-${randomUUID()}`;
      const plain = await client.call(path);
      const named = await client.call(path, {
        headers: { "x-request-id": own },
      });
      expect(plain.headers.get("x-request-id")).toMatch(/^[\w.-]{8,128}$/);
      expect(named.headers.get("x-request-id")).toBe(own);
    },
  );

  it.each(paths)("says nothing of what runs behind it: %s", async (path) => {
    const { headers } = await client.call(path);
    for (const name of headers.keys())
      expect(name).not.toMatch(
        /^(x-powered-by|server|dapr-.*|via|grpc-.*|x-dapr.*)$/,
      );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain(
      "default-src 'none'",
    );
    expect(headers.get("strict-transport-security")).toContain("max-age=");
  });

  it("is a problem with the request's id where it is a refusal", async () => {
    const id = `client-${randomUUID()}`;
    const answer = await client.call(`/api/booking/bookings/${randomUUID()}`, {
      token,
      headers: { "x-request-id": id },
    });
    expect(expectProblem(answer)).toMatchObject({
      code: "BOOKING.NOT_FOUND",
      requestId: id,
    });
  });
});

describe("a path where nothing is", () => {
  it.each([
    "/nowhere",
    "/api",
    "/api/",
    "/api/public",
    "/api/nobody/x",
    "/api/public/nobody/x",
    "/api/public/auth/nowhere",
    "/api/public/booking/bookings",
    "/api/auth/login",
    "/api/booking/nowhere",
    "/api/property/properties/x/y/z",
    "/metrics",
    "/internal/refunds",
  ])("answers 404 with a problem: %s", async (path) => {
    expectRefusal(await client.call(path, { token }), 404, "REQUEST.NOT_FOUND");
  });
});

describe("a method that an operation does not have", () => {
  it.each([
    ["PUT", "/api/booking/bookings"],
    ["DELETE", "/api/booking/bookings"],
    ["GET", "/api/public/auth/login"],
    ["PATCH", "/api/public/property/properties"],
    ["POST", "/api/auth/me"],
    ["OPTIONS", "/api/booking/bookings"],
    ["TRACE", "/api/booking/bookings"],
    ["BREW", "/api/booking/bookings"],
  ])("is refused with a problem: %s %s", async (method, target) => {
    const answer = await sendOverWire({
      port: stack.portBase,
      method,
      target,
      headers: bearer(token),
    });
    expect([400, 404, 405]).toContain(answer.status);
    expectProblem(answer);
  });
});

describe("a user who asks too fast", () => {
  it("hears 429 with the time to wait, and disturbs nobody else", async () => {
    const [hasty, calm] = await Promise.all([
      client.newUser("tenant"),
      client.newUser("tenant"),
    ]);
    const ask = (user: User) =>
      client.call("/api/booking/bookings?limit=1", { token: user.token });
    // 200 at once and 50 a second pass: on a slow machine it may take more than one crowd.
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    const refusedOf = () => answers.filter(({ status }) => status !== 200);
    while (refusedOf().length === 0 && answers.length < 6_000) {
      const crowd = Array.from({ length: 600 }, () => ask(hasty));
      answers.push(...(await Promise.all(crowd)));
    }
    const refused = refusedOf();
    const passed = answers.filter(({ status }) => status === 200);
    expect(passed.length).toBeGreaterThanOrEqual(200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectRefusal(answer, 429, "RATE.LIMITED");
    const [first] = refused;
    expect(Number(first?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(calm)).status).toBe(200);
    await eventually(async () => {
      expect((await ask(hasty)).status).toBe(200);
    });
  });
});

describe("CONNECT", () => {
  it("opens no tunnel", async () => {
    const target = `127.0.0.1:${stack.portBase + 1}`;
    const request = { port: stack.portBase, method: "CONNECT", target };
    const answer = sendOverWire(request);
    await expect(answer).rejects.toThrow("closed without an answer");
  });
});

describe("the gateway's own pages", () => {
  it.each(["/healthz", "/readyz"])("%s answers 200", async (path) => {
    expect((await client.call(path)).status).toBe(200);
  });
});
