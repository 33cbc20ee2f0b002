import { describe, expect, it } from "@jest/globals";
import { createClient } from "./support/client.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import { bearer } from "./support/sidecars.js";
import { testStack } from "./support/stack.js";
import { sendBytes, sendOverWire, type WireAnswer } from "./support/wire.js";

const stack = await testStack();
const client = createClient(stack);
const { token } = await client.newUser("tenant");

const PATH = "/api/booking/bookings";

/** A request line by line, with the end of its head. */
const lines = (...all: readonly string[]) => [...all, "", ""].join("\r\n");

const sendLines = (...all: readonly string[]): Promise<WireAnswer> =>
  sendBytes(stack.portBase, lines(...all));

const HOST = "host: rentezy";
const CLOSE = "connection: close";
const LOGIN = "POST /api/public/auth/login HTTP/1.1";

describe("what is hardly HTTP", () => {
  it.each([
    ["no request at all", "hello"],
    ["no version", `GET ${PATH}`],
    ["an unknown version", `GET ${PATH} HTTP/9.9`],
    ["a method that is none", `G@T ${PATH} HTTP/1.1`],
    ["spaces in the target", "GET /api/public/a b HTTP/1.1"],
    ["a TLS greeting", "\u0016\u0003\u0001\u0002\u0000\u0001"],
    ["a header without a name", `GET ${PATH} HTTP/1.1`, ": value"],
    ["a header name with a space", `GET ${PATH} HTTP/1.1`, "a b: c"],
    ["a NUL in a header", `GET ${PATH} HTTP/1.1`, "a: b\u0000c"],
    ["a header on two lines", `GET ${PATH} HTTP/1.1`, "a: b\r\n c"],
    ["two lengths", LOGIN, "content-length: 2", "content-length: 3"],
    ["a negative length", LOGIN, "content-length: -1"],
    ["a length that is no number", LOGIN, "content-length: two"],
    ["a length beyond all numbers", LOGIN, `content-length: ${"9".repeat(40)}`],
    [
      "a length and chunks",
      LOGIN,
      "content-length: 3",
      "transfer-encoding: chunked",
    ],
    ["chunks that are not last", LOGIN, "transfer-encoding: chunked, gzip"],
    ["an unknown coding", LOGIN, "transfer-encoding: x"],
    ["a chunked look-alike", LOGIN, "transfer-encoding: xchunked"],
  ])("is refused with a problem: %s", async (_name, first, ...more) => {
    const answer = await sendLines(first, HOST, CLOSE, ...more);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectProblem(answer);
  });

  it("is refused where no host is named: 400", async () => {
    const answer = await sendLines(`GET ${PATH} HTTP/1.1`, CLOSE);
    expect(answer.status).toBe(400);
  });

  it("is refused where a chunk has no size", async () => {
    const head = lines(
      LOGIN,
      HOST,
      CLOSE,
      "content-type: application/json",
      "transfer-encoding: chunked",
    );
    const answer = await sendBytes(
      stack.portBase,
      `${head}zz\r\n{}\r\n0\r\n\r\n`,
    );
    expect(answer.status).toBe(400);
    expectProblem(answer);
  });
});

describe("a second request hidden in the first", () => {
  it("is not heard: the answer is one refusal", async () => {
    const hidden = lines(
      `GET ${PATH} HTTP/1.1`,
      HOST,
      `authorization: Bearer ${token}`,
    );
    const head = lines(
      LOGIN,
      HOST,
      "content-length: 4",
      "transfer-encoding: chunked",
    );
    const answer = await sendBytes(stack.portBase, `${head}0\r\n\r\n${hidden}`);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('"items"');
  });
});

describe("what is too long", () => {
  const get = (target: string, headers = {}) =>
    sendOverWire({ port: stack.portBase, target, headers });

  it("is refused: a path of 10,000 characters, 414", async () => {
    const target = `/api/public/property/${"x".repeat(10_000)}`;
    expectRefusal(await get(target), 414, "REQUEST.URL_TOO_LONG");
  });

  it("is refused: a query of 10,000 characters, 414", async () => {
    const target = `/api/public/property/properties?city=${"x".repeat(10_000)}`;
    expectRefusal(await get(target), 414, "REQUEST.URL_TOO_LONG");
  });

  it.each([
    ["one header", { "x-long": "x".repeat(40_000) }],
    ["a token", { authorization: `Bearer ${"x".repeat(40_000)}` }],
    ["a cookie", { cookie: `rentezy_refresh=${"x".repeat(40_000)}` }],
    [
      "thousands of headers",
      Object.fromEntries(
        Array.from({ length: 3_000 }, (_, at) => [`x-${at}`, "1"]),
      ),
    ],
  ])("is refused: %s, 431", async (_name, headers) => {
    const answer = await get("/api/public/property/properties", headers);
    expectRefusal(answer, 431, "REQUEST.HEADERS_TOO_LARGE");
  });
});

describe("odd headers", () => {
  const signedIn = bearer(token);

  it.each([
    ["a trace that is none", { traceparent: "x", tracestate: "\u00ff" }],
    ["a request id with a script in it", { "x-request-id": "<script>" }],
    ["a request id of 1,000 characters", { "x-request-id": "x".repeat(1_000) }],
    ["an address that is none", { "x-forwarded-for": "'; DROP TABLE x; --" }],
    ["another host", { "x-forwarded-host": "evil.example" }],
    ["another scheme", { "x-forwarded-proto": "ftp" }],
    ["a type that nobody speaks", { accept: "application/x-nothing" }],
    ["an encoding that nobody speaks", { "accept-encoding": "x" }],
    ["a language that nobody speaks", { "accept-language": "\u00ff" }],
    ["another method", { "x-http-method-override": "DELETE" }],
    ["a range", { range: "bytes=0-1" }],
    ["a calling app", { "dapr-caller-app-id": "booking" }],
    ["an app token", { "dapr-api-token": "x" }],
    ["a callee", { "dapr-app-id": "payment" }],
    [
      "headers that go no further",
      { connection: "close, authorization, dapr-api-token" },
    ],
    [
      "an upgrade",
      { connection: "close, upgrade", upgrade: "h2c", "http2-settings": "AAA" },
    ],
    ["a websocket", { connection: "close, upgrade", upgrade: "websocket" }],
    ["a wish to continue", { expect: "100-continue" }],
    ["Latin-1", { "x-name": "\u00e9\u00ff" }],
    ["an empty host", { host: "" }],
    ["a host with a path", { host: "a/b?c" }],
  ])("never end in an error of ours: %s", async (_name, headers) => {
    const target = `${PATH}?limit=1`;
    const request = { port: stack.portBase, target };
    const answer = await sendOverWire({
      ...request,
      headers: { ...signedIn, ...headers },
    });
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400) expectProblem(answer);
    expect(answer.text).not.toContain("<script>");
    const next = await client.call(target, { token });
    expect(next.status).toBe(200);
  });

  it("are refused where they expect the impossible: 4xx", async () => {
    const answer = await sendOverWire({
      port: stack.portBase,
      target: PATH,
      headers: { ...signedIn, expect: "the-impossible" },
    });
    expect([400, 417]).toContain(answer.status);
  });

  it("make no one an internal caller: a claimed app reaches no internal operation", async () => {
    const answer = await client.call("/api/payment/internal/refunds", {
      method: "POST",
      token,
      headers: { "dapr-caller-app-id": "booking" },
      body: {},
    });
    expectRefusal(answer, 404, "REQUEST.NOT_FOUND");
  });
});
