import { describe, expect, it } from "@jest/globals";
import { requestHeaders, type Headers } from "./request-headers.js";
import { responseHeaders } from "./response-headers.js";

const provenance = {
  requestId: "request-1",
  traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
  continued: true,
  clientAddress: "203.0.113.9",
  protocol: "https",
  host: "rentezy.example",
};

const pairs = (flat: readonly string[]) =>
  Array.from({ length: flat.length / 2 }, (_, at) => [
    flat[2 * at],
    flat[2 * at + 1],
  ]);

const sent = (given: Headers, continued = true) =>
  pairs(requestHeaders(given, { ...provenance, continued }, "secret"));

describe("the headers of a request", () => {
  it("keep what the client means for the service", () => {
    expect(
      sent({
        authorization: "Bearer x",
        "content-type": "application/json",
        cookie: "a=b",
        "idempotency-key": "k",
        "if-none-match": '"1"',
      }),
    ).toEqual(
      expect.arrayContaining([
        ["authorization", "Bearer x"],
        ["content-type", "application/json"],
        ["cookie", "a=b"],
        ["idempotency-key", "k"],
        ["if-none-match", '"1"'],
      ]),
    );
  });

  it.each([
    "dapr-api-token",
    "dapr-app-id",
    "dapr-caller-app-id",
    "dapr-caller-namespace",
    "dapr_api_token",
    "x-dapr-anything",
    "grpc-trace-bin",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "forwarded",
    "x-real-ip",
    "x-original-url",
    "x-http-method-override",
    "x-request-id",
    "traceparent",
    "host",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "keep-alive",
    "proxy-connection",
    "proxy-authorization",
    "http2-settings",
    "expect",
  ])("never carry a client's own %s", (name) => {
    const values = sent({ [name]: "forged" }).map(([, value]) => value);
    expect(values).not.toContain("forged");
  });

  it("lose those that the connection header names, and cannot lose the edge's own that way", () => {
    const names = sent({
      connection: "close, X-Secret, dapr-api-token, x-forwarded-for",
      "x-secret": "1",
      "x-kept": "2",
    }).map(([name]) => name);
    expect(names).not.toContain("x-secret");
    expect(names).not.toContain("connection");
    expect(names).toEqual(
      expect.arrayContaining(["x-kept", "dapr-api-token", "x-forwarded-for"]),
    );
  });

  it("carry each of the edge's own exactly once", () => {
    const names = sent({ "dapr-api-token": "x", "x-forwarded-for": "y" }).map(
      ([name]) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("carry tracestate only beside the trace it belongs to", () => {
    const entry = ["tracestate", "vendor=1"];
    expect(sent({ tracestate: "vendor=1" })).toContainEqual(entry);
    expect(sent({ tracestate: "vendor=1" }, false)).not.toContainEqual(entry);
  });
});

describe("the headers of an answer", () => {
  it("keep every cookie apart and what the client needs", () => {
    expect(
      pairs(
        responseHeaders({
          "set-cookie": ["a=1; HttpOnly", "b=2"],
          location: "/api/booking/bookings/1",
          etag: '"1"',
          "retry-after": "1",
          "cache-control": "public, max-age=60",
        }),
      ).sort(),
    ).toEqual(
      [
        ["set-cookie", "a=1; HttpOnly"],
        ["set-cookie", "b=2"],
        ["location", "/api/booking/bookings/1"],
        ["etag", '"1"'],
        ["retry-after", "1"],
        ["cache-control", "public, max-age=60"],
      ].sort(),
    );
  });

  it("tell nothing of what stands behind the edge", () => {
    const inside = {
      server: "x",
      "x-powered-by": "Express",
      "dapr-anything": "x",
      traceparent: "x",
      connection: "x-a",
      "x-a": "1",
      "transfer-encoding": "chunked",
      "keep-alive": "timeout=5",
    };
    expect(responseHeaders(inside)).toEqual(["cache-control", "no-store"]);
  });
});
