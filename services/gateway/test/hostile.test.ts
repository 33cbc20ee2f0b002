import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { connect } from "node:net";
import { once } from "node:events";
import { eventually } from "@rentezy/testkit";
import { startGateway, type TestGateway } from "./gateway.js";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startGateway({
    HEADERS_TIMEOUT_MS: "300",
    REQUEST_TIMEOUT_MS: "600",
  });
});
afterAll(() => gateway.close());

const send = (target: string, ...headers: string[]) =>
  gateway.raw(
    [
      `GET ${target} HTTP/1.1`,
      "Host: x",
      "Connection: close",
      ...headers,
      "",
      "",
    ].join("\r\n"),
  );

const sentOn = () => [
  ...gateway.publicPeer.received,
  ...gateway.privatePeer.received,
];

describe("bytes that no well-meaning client sends", () => {
  it.each([
    "/api/public/booking/../../api/bookings",
    "/api/public/booking/%2e%2e/api/bookings",
    "/api/public/booking/..%2fapi/bookings",
    "/api/public/booking/..%5capi/bookings",
    "/api/public/booking/%252e%252e/api/bookings",
    "/api/public/booking//api/bookings",
    "/api/public/booking/x%00",
    "/api/public/booking/..\\api",
    "http://127.0.0.1/api/booking/bookings",
    "//api/booking/bookings",
    "/./api/booking/bookings",
    "/healthz/../api/booking/bookings",
  ])("as the target %s are refused at the edge", async (target) => {
    const reply = await send(target);
    expect(reply).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(reply).toMatch(/REQUEST\.(MALFORMED_PATH|NOT_FOUND)/);
    expect(sentOn()).toHaveLength(0);
  });

  it.each([
    ["two lengths", ["Content-Length: 4", "Content-Length: 5"]],
    [
      "a length and chunks",
      ["Content-Length: 4", "Transfer-Encoding: chunked"],
    ],
    ["an unknown coding", ["Transfer-Encoding: xchunked"]],
    ["a folded header", ["X-A: b", " Transfer-Encoding: chunked"]],
    ["a space before the colon", ["Transfer-Encoding : chunked"]],
  ])("with %s are not a request", async (_what, headers) => {
    const reply = await gateway.raw(
      [
        "POST /api/public/auth/x HTTP/1.1",
        "Host: x",
        "Connection: close",
        ...headers,
        "",
        "0",
        "",
        "GET /api/booking/smuggled HTTP/1.1",
        "Host: x",
        "",
        "",
      ].join("\r\n"),
    );
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(reply).toContain('"code":"REQUEST.MALFORMED"');
    expect(sentOn()).toHaveLength(0);
  });

  it("after a body of a GET are not taken for a request", async () => {
    const reply = await send(
      "/api/public/auth/x",
      "Content-Length: 5",
      "",
      "GET /",
    );
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    const [received] = gateway.publicPeer.received.splice(0);
    expect(received?.body).toHaveLength(0);
    expect(received?.headers).not.toHaveProperty("content-length");
  });

  it("with headers beyond the limit are 431, with a URL beyond it 414", async () => {
    const wide = await send("/api/public/auth/x", `X-A: ${"a".repeat(20_000)}`);
    expect(wide).toMatch(/^HTTP\/1\.1 431 /);
    expect(wide).toContain("REQUEST.HEADERS_TOO_LARGE");
    const long = await send(`/api/public/auth/x?${"a".repeat(9_000)}`);
    expect(long).toMatch(/^HTTP\/1\.1 414 /);
    expect(long).toContain("REQUEST.URL_TOO_LONG");
  });

  it("that trickle in are cut off", async () => {
    const { port } = new URL(gateway.url);
    const headers = "POST /api/public/auth/x HTTP/1.1\r\nHost: x\r\n";
    for (const [start, drop] of [
      [headers, "X-A: b\r\n"],
      [`${headers}Content-Length: 50\r\n\r\n`, "a"],
    ] as const) {
      const socket = connect(Number(port), "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("error", () => undefined);
      const closed = once(socket, "close");
      socket.write(start);
      const trickle = setInterval(() => socket.write(drop), 100);
      await closed;
      clearInterval(trickle);
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
      expect(text).toContain("REQUEST.TIMEOUT");
    }
    expect(sentOn()).toHaveLength(0);
  });
});

describe("connections", () => {
  it("beyond the limit are closed, and those within it are served", async () => {
    const small = await startGateway({ CONNECTION_LIMIT: "2" });
    const { port } = new URL(small.url);
    const open = async () => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    };
    const first = await open();
    const second = await open();
    const third = await open();
    await once(third, "close");
    const answered = once(first, "data");
    first.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(String(await answered)).toMatch(/^HTTP\/1\.1 200 /);
    second.destroy();
    await eventually(async () => {
      const again = await fetch(`${small.url}/healthz`);
      expect(again.status).toBe(200);
    });
    first.destroy();
    await small.close();
  });
});
