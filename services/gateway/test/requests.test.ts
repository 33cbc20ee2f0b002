import { describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { gatewayOfSuite, problemAt } from "./gateway.js";

const gateway = await gatewayOfSuite();

const only = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined || items.length !== 1)
    throw new Error(`expected one, got ${items.length}`);
  return item;
};

describe("a request", () => {
  it("of the public edge goes to the public sidecar with that sidecar's token", async () => {
    await fetch(`${gateway.url}/api/public/auth/login?next=%2F`, {
      method: "POST",
      body: '{"email":"a"}',
      headers: { "content-type": "application/json" },
    });
    expect(gateway.privatePeer.received).toHaveLength(0);
    const received = only(gateway.publicPeer.received);
    expect(received).toMatchObject({
      method: "POST",
      url: "/v1.0/invoke/auth/method/public/login?next=%2F",
      headers: {
        "dapr-api-token": "public-sidecar-token",
        "content-type": "application/json",
        "content-length": "13",
      },
    });
    expect(received.body.toString()).toBe('{"email":"a"}');
  });

  it("of the private edge goes to the private sidecar with its Authorization as it came", async () => {
    await fetch(`${gateway.url}/api/booking/bookings`, {
      headers: { authorization: "Bearer not.even.close" },
    });
    expect(gateway.publicPeer.received.map(({ url }) => url)).not.toContain(
      "/v1.0/invoke/booking/method/api/bookings",
    );
    expect(only(gateway.privatePeer.received)).toMatchObject({
      url: "/v1.0/invoke/booking/method/api/bookings",
      headers: {
        authorization: "Bearer not.even.close",
        "dapr-api-token": "private-sidecar-token",
      },
    });
  });

  it("carries no header that the client has no right to, however it is spelled", async () => {
    const trace = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    await gateway.raw(
      [
        "GET /api/public/auth/x HTTP/1.1",
        "Host: edge.example",
        "DAPR-API-TOKEN: forged",
        "dapr-api-token: forged",
        "Dapr-App-Id: payment",
        "dapr-caller-app-id: booking",
        "X-Forwarded-For: 1.2.3.4",
        "x-forwarded-host: evil.example",
        "Forwarded: for=1.2.3.4",
        `traceparent: ${trace}`,
        "X-Request-Id: my-request-1",
        "X-Hop: 1",
        "TE: trailers",
        "Connection: close, x-hop",
        "",
        "",
      ].join("\r\n"),
    );
    const { headers, rawHeaders } = only(gateway.publicPeer.received);
    expect(rawHeaders.join("\n")).not.toMatch(/forged|payment|1\.2\.3\.4|evil/);
    expect(headers).toMatchObject({
      "dapr-api-token": "public-sidecar-token",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "edge.example",
      "x-request-id": "my-request-1",
    });
    expect(headers["traceparent"]).toMatch(
      new RegExp(`^00-${"a".repeat(32)}-(?!b{16})[0-9a-f]{16}-01$`),
    );
    for (const name of ["dapr-app-id", "dapr-caller-app-id", "x-hop", "te"])
      expect(headers).not.toHaveProperty([name]);
  });

  it("with a body that does not say its length streams through, as long as it is allowed", async () => {
    const size = 900 * 1024;
    const request = httpRequest(`${gateway.url}/api/public/auth/x`, {
      method: "POST",
    });
    const replied = once(request, "response");
    for (let sent = 0; sent < size; sent += 1024)
      request.write(Buffer.alloc(1024, 1));
    request.end();
    const [reply] = (await replied) as [IncomingMessage];
    expect(reply.statusCode).toBe(200);
    reply.resume();
    const received = only(gateway.publicPeer.received);
    expect(received.body).toHaveLength(size);
    expect(received.headers["transfer-encoding"]).toBe("chunked");
  });

  it("with a long body that says its length streams through with that length", async () => {
    const body = Buffer.alloc(1024 * 1024, 7);
    const reply = await fetch(`${gateway.url}/api/public/auth/x`, {
      method: "PUT",
      body,
    });
    expect(await reply.json()).toMatchObject({ bytes: body.length });
    const { headers } = only(gateway.publicPeer.received);
    expect(headers["content-length"]).toBe(String(body.length));
  });

  it("with a body over the limit is refused by its length alone, and its sender reads why", async () => {
    const { status, body } = await problemAt(gateway, "/api/public/auth/x", {
      method: "POST",
      body: Buffer.alloc(2 * 1024 * 1024),
    });
    expect([status, body["code"]]).toEqual([413, "REQUEST.TOO_LARGE"]);
    expect(gateway.publicPeer.received).toHaveLength(0);
  });

  it("with a body that grows over the limit is refused in the middle", async () => {
    const request = httpRequest(`${gateway.url}/api/public/auth/x`, {
      method: "POST",
    });
    const replied = once(request, "response");
    for (let sent = 0; sent < 1200; sent += 1)
      request.write(Buffer.alloc(1024));
    request.end();
    const [reply] = (await replied) as [IncomingMessage];
    expect(reply.statusCode).toBe(413);
    reply.resume();
    await eventually(() => expect(gateway.publicPeer.received).toHaveLength(0));
  });

  it("of a method that nobody serves is refused with the ones that are", async () => {
    const { status, headers, body } = await problemAt(
      gateway,
      "/api/public/auth/x",
      {
        method: "PROPFIND",
      },
    );
    expect([status, body["code"]]).toEqual([405, "REQUEST.METHOD_NOT_ALLOWED"]);
    expect(headers.get("allow")).toContain("PATCH");
  });

  it("that its client gave up is given up at the sidecar too", async () => {
    let ended: Promise<unknown> | undefined;
    gateway.publicPeer.answer = (request) => {
      ended = once(request.socket, "close");
    };
    const controller = new AbortController();
    const reply = fetch(`${gateway.url}/api/public/auth/x`, {
      signal: controller.signal,
    });
    await eventually(() => expect(ended).toBeDefined());
    controller.abort();
    await expect(reply).rejects.toThrow();
    await ended;
  });
});
