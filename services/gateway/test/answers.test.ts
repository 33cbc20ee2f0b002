import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gatewayOfSuite } from "./gateway.js";

const gateway = await gatewayOfSuite({
  ALLOWED_ORIGINS: "https://app.example,https://other.example",
});

describe("an answer", () => {
  it("arrives with its status, cookies and caching, and with nothing of the inside", async () => {
    gateway.publicPeer.answer = (_request, response) => {
      response.writeHead(201, [
        ["content-type", "application/json"],
        ["set-cookie", "a=1; HttpOnly"],
        ["set-cookie", "b=2; Path=/"],
        ["location", "/api/auth/x"],
        ["etag", '"7"'],
        ["x-powered-by", "Express"],
        ["server", "inside"],
        ["dapr-secret", "x"],
        ["traceparent", "x"],
      ]);
      response.end("{}");
    };
    const reply = await fetch(`${gateway.url}/api/public/auth/x`);
    expect(reply.status).toBe(201);
    expect(reply.headers.getSetCookie()).toEqual([
      "a=1; HttpOnly",
      "b=2; Path=/",
    ]);
    expect(reply.headers.get("etag")).toBe('"7"');
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("content-security-policy")).toContain("'none'");
    expect(reply.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    for (const name of ["x-powered-by", "server", "dapr-secret", "traceparent"])
      expect(reply.headers.has(name)).toBe(false);
  });

  it("arrives as it is made, not when it is complete", async () => {
    let finish: (() => void) | undefined;
    gateway.publicPeer.answer = (_request, response) => {
      response.setHeader("content-type", "text/plain");
      response.write("first");
      finish = () => response.end("last");
    };
    const reply = await fetch(`${gateway.url}/api/public/auth/x`);
    const reader = reply.body?.getReader();
    const chunk = await reader?.read();
    expect(Buffer.from(chunk?.value ?? []).toString()).toBe("first");
    finish?.();
    const rest = await reader?.read();
    expect(Buffer.from(rest?.value ?? []).toString()).toBe("last");
  });

  it("of megabytes arrives whole at a client that reads slowly", async () => {
    const size = 12 * 1024 * 1024;
    gateway.publicPeer.answer = (_request, response) => {
      response.setHeader("content-type", "application/octet-stream");
      response.end(Buffer.alloc(size, 5));
    };
    const request = httpRequest(`${gateway.url}/api/public/auth/x`).end();
    const [reply] = (await once(request, "response")) as [IncomingMessage];
    await delay(200);
    let bytes = 0;
    for await (const chunk of reply) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(size);
  });

  it("without a body stays without one", async () => {
    gateway.publicPeer.answer = (_request, response) => {
      response.writeHead(204).end();
    };
    const reply = await fetch(`${gateway.url}/api/public/auth/x`, {
      method: "DELETE",
    });
    expect(reply.status).toBe(204);
    gateway.publicPeer.answer = (_request, response) => {
      response.writeHead(200, { "content-length": "42" }).end();
    };
    const head = await fetch(`${gateway.url}/api/public/auth/x`, {
      method: "HEAD",
    });
    expect(head.headers.get("content-length")).toBe("42");
  });

  it("that is a service's own problem arrives as it is", async () => {
    const problem = '{"code":"BOOKING.SOLD_OUT","status":409}';
    gateway.privatePeer.answer = (_request, response) => {
      response.writeHead(409, { "content-type": "application/problem+json" });
      response.end(problem);
    };
    const reply = await fetch(`${gateway.url}/api/booking/bookings`);
    expect(reply.status).toBe(409);
    expect(await reply.text()).toBe(problem);
  });
});

describe("a page of another origin", () => {
  it("may ask and call with credentials from an allowed origin only", async () => {
    const preflight = (origin: string) =>
      fetch(`${gateway.url}/api/booking/bookings`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const granted = await preflight("https://app.example");
    expect(granted.status).toBe(204);
    expect(Object.fromEntries(granted.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "7200",
      vary: "origin",
    });
    expect(granted.headers.get("access-control-allow-headers")).toContain(
      "idempotency-key",
    );
    for (const origin of [
      "https://app.example.evil.example",
      "https://evil.example",
      "null",
      "http://app.example",
    ]) {
      const refused = await preflight(origin);
      expect(refused.headers.has("access-control-allow-origin")).toBe(false);
    }
    expect(gateway.privatePeer.received).toHaveLength(0);
    const call = await fetch(`${gateway.url}/api/booking/bookings`, {
      headers: { origin: "https://other.example" },
    });
    expect(call.headers.get("access-control-allow-origin")).toBe(
      "https://other.example",
    );
  });
});
