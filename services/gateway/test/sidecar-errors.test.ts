import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { gatewayOfSuite, problemAt, startGateway } from "./gateway.js";

const gateway = await gatewayOfSuite({ UPSTREAM_TIMEOUT_MS: "1500" });

describe("an error of the sidecar", () => {
  const dapr = (message: string) =>
    JSON.stringify({ errorCode: "ERR_DIRECT_INVOKE", message });

  it.each([
    [401, "", undefined, 401, "AUTH.TOKEN_REQUIRED"],
    [401, "", "Bearer x", 401, "AUTH.TOKEN_INVALID"],
    [403, dapr("access control policy"), undefined, 403, "ACCESS.DENIED"],
    [404, "404 page not found", undefined, 404, "REQUEST.NOT_FOUND"],
    [
      500,
      dapr("failed to invoke booking at 10.1.2.3: connection refused"),
      undefined,
      503,
      "UPSTREAM.UNAVAILABLE",
    ],
    [
      500,
      dapr("DeadlineExceeded 10.1.2.3"),
      undefined,
      504,
      "UPSTREAM.TIMEOUT",
    ],
  ])(
    "%d %s with Authorization %s is answered %d %s and in our own words",
    async (status, text, authorization, answered, code) => {
      gateway.privatePeer.answer = (_request, response) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(text);
      };
      const reply = await problemAt(gateway, "/api/booking/bookings", {
        ...(authorization !== undefined && { headers: { authorization } }),
      });
      expect(reply.status).toBe(answered);
      expect(reply.body).toMatchObject({
        code,
        status: answered,
        instance: `urn:rentezy:request:${reply.headers.get("x-request-id")}`,
        requestId: reply.headers.get("x-request-id"),
      });
      expect(reply.headers.get("content-type")).toMatch(
        "application/problem+json",
      );
      expect(JSON.stringify(reply.body)).not.toMatch(/10\.1|ERR_|policy/);
      expect(reply.headers.get("www-authenticate")).toEqual(
        answered === 401 ? expect.stringMatching(/^Bearer/) : null,
      );
      expect(reply.headers.get("retry-after")).toBe(
        answered === 503 ? "1" : null,
      );
    },
  );

  it.each([
    ["hangs up", (socket: { destroy: () => void }) => socket.destroy()],
    [
      "speaks no HTTP",
      (socket: { end: (text: string) => void }) => socket.end("no\r\n\r\n"),
    ],
  ])("that %s before it answers is 503", async (_what, act) => {
    gateway.privatePeer.answer = (request) => act(request.socket);
    const { status, headers, body } = await problemAt(
      gateway,
      "/api/booking/bookings",
      {
        method: "POST",
        body: "{}",
      },
    );
    expect([status, body["code"]]).toEqual([503, "UPSTREAM.UNAVAILABLE"]);
    expect(headers.get("retry-after")).toBe("1");
  });

  it("that never answers is 504, and the sidecar's connection is let go", async () => {
    let ended: Promise<unknown> | undefined;
    gateway.privatePeer.answer = (request) => {
      ended = once(request.socket, "close");
    };
    const { status, body } = await problemAt(gateway, "/api/booking/bookings");
    expect([status, body["code"]]).toEqual([504, "UPSTREAM.TIMEOUT"]);
    await ended;
  });

  it("that breaks off an answer breaks off the client's, so that half is not taken for whole", async () => {
    let breakOff: (() => void) | undefined;
    gateway.privatePeer.answer = (request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"half":');
      breakOff = () => request.socket.destroy();
    };
    const reply = await fetch(`${gateway.url}/api/booking/bookings`);
    breakOff?.();
    await expect(reply.text()).rejects.toThrow();
  });

  it("that is not there at all is 503, whatever the size of the body", async () => {
    const alone = await startGateway();
    await alone.privatePeer.close();
    for (const bytes of [0, 10, 900 * 1024]) {
      const reply = await fetch(`${alone.url}/api/booking/bookings`, {
        method: "POST",
        body: Buffer.alloc(bytes),
      });
      expect(reply.status).toBe(503);
      expect(await reply.json()).toMatchObject({
        code: "UPSTREAM.UNAVAILABLE",
      });
    }
    await alone.close();
  });
});
