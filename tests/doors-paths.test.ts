import { describe, expect, it } from "@jest/globals";
import { createClient } from "./support/client.js";
import { expectProblem } from "./support/problems.js";
import { bearer, openSidecar } from "./support/sidecars.js";
import { testStack } from "./support/stack.js";
import { sendOverWire, type WireAnswer } from "./support/wire.js";

const stack = await testStack();
const client = createClient(stack);
const tenant = await client.newUser("tenant");
const publicEdge = await openSidecar(stack, "gateway-public");

/** The tenant's token is good: whatever reaches the private operation is answered 200. */
const headers = bearer(tenant.token);

/** Ways up from `/public/x` that some reader of paths might take, and the private path after them. */
const SPELLINGS = [
  "../api/bookings",
  "./../api/bookings",
  "x/../../api/bookings",
  "rooms/../../api/bookings",
  ".../../../api/bookings",
  "%2e%2e/api/bookings",
  "%2E%2E/api/bookings",
  ".%2e/api/bookings",
  "%2e./api/bookings",
  "..%2fapi%2fbookings",
  "%2e%2e%2fapi%2fbookings",
  "%2E%2E%2Fapi%2Fbookings",
  "..%2Fapi/bookings",
  "%252e%252e/api/bookings",
  "%252e%252e%252fapi%252fbookings",
  "%25252e%25252e%25252fapi%25252fbookings",
  "..//api/bookings",
  "/../api/bookings",
  "//../api/bookings",
  "/api/bookings",
  "//api/bookings",
  "..;/api/bookings",
  "..;a=b/api/bookings",
  "%2e%2e;/api/bookings",
  ";/../api/bookings",
  "..\\api\\bookings",
  "..%5capi%5cbookings",
  "..%5C..%5Capi/bookings",
  "%2e%2e%5capi/bookings",
  "../API/bookings",
  "../Api/Bookings",
  "../api/bookings/",
  "../api/bookings.",
  "..%20/api/bookings",
  "..%00/api/bookings",
  "%00/../api/bookings",
  "..%0a/api/bookings",
  "..%0d%0a/api/bookings",
  "..%09/api/bookings",
  "%c0%ae%c0%ae/api/bookings",
  "%c0%ae%c0%ae%c0%afapi%c0%afbookings",
  "%e0%80%ae%e0%80%ae/api/bookings",
  "%u002e%u002e/api/bookings",
  "%ef%bc%8e%ef%bc%8e/api/bookings",
  "%ef%bc%8e%ef%bc%8e%ef%bc%8fapi/bookings",
  "..%e2%81%84api/bookings",
  "\u{ff0e}\u{ff0e}/api/bookings",
  "..\u0000/api/bookings",
  "..?/../api/bookings",
  "..#/api/bookings",
  "?/../../api/bookings",
  "..%3f/api/bookings",
  "..%23/api/bookings",
  "%2e%2e%2e%2e//api/bookings",
  "%%32e%%32e/api/bookings",
];

/** Spellings of a private path that do not pass through `/public/` at all. */
const OTHER_ROOTS = [
  "/api/bookings",
  "/API/bookings",
  "/%61pi/bookings",
  "/%61%70%69/%62ookings",
  "//api/bookings",
  "/./api/bookings",
  "/publi%63/../api/bookings",
  "/Public/../api/bookings",
  "/PUBLIC/rooms",
  "/public",
  "/public/",
  "/public%2f..%2fapi/bookings",
  "/public;/../api/bookings",
  "/public\\..\\api\\bookings",
  "/internal/checkout-sessions",
  "/public/../internal/refunds",
  "/public/%2e%2e/internal/refunds",
  "/events/payments",
  "/public/../events/payments",
  "/public/..%2fevents/payments",
  "/metrics",
  "/healthz",
  "/public/../metrics",
];

/** Closed means: a refusal, and nothing of what stands behind the door. */
function expectClosed({ status, text }: WireAnswer): void {
  expect(text).not.toContain('"items"');
  expect(text).not.toContain("nextCursor");
  // A sidecar says 500 to paths that it cannot pass on; the gateway never does.
  expect(status).toBeGreaterThanOrEqual(400);
}

describe("the way in that the spellings are variants of", () => {
  it("is there, so that a refusal of them means something", async () => {
    const answer = await sendOverWire({
      port: stack.portBase,
      target: "/api/booking/bookings",
      headers,
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"items"');
  });

  it("is not reached by going down from the public edge's root", async () => {
    const answer = await publicEdge.invoke("booking", "/api/bookings", {
      headers,
    });
    expect(answer.status).toBe(403);
  });
});

describe("through the gateway, the public edge leads to no private operation by", () => {
  const targets = [
    ...SPELLINGS.map((path) => `/api/public/booking/${path}`),
    // The same, starting where the edge and not the callee would be left.
    ...SPELLINGS.map((path) => `/api/public/${path}`),
  ];

  it.each(targets)("%j", async (target) => {
    const request = { port: stack.portBase, target, headers };
    const answer = await sendOverWire(request);
    expectClosed(answer);
    expect([400, 403, 404]).toContain(answer.status);
    expectProblem(answer);
  });
});

describe("at its own sidecar, the public edge leads to no private operation by", () => {
  it.each([...SPELLINGS.map((path) => `/public/${path}`), ...OTHER_ROOTS])(
    "%j",
    async (path) => {
      expectClosed(await publicEdge.invoke("booking", path, { headers }));
      expectClosed(await publicEdge.invoke("payment", path, { headers }));
    },
  );

  it.each([
    "/v1.0/invoke/booking/method",
    "/v1.0/invoke/booking.default/method/api/bookings",
    "/v1.0/invoke/booking/method//api/bookings",
    "/v1.0/invoke/./booking/method/api/bookings",
    "/v1.0/invoke/public/../booking/method/api/bookings",
    "/v1.0/invoke/booking/method/public/..%2f..%2fmethod/api/bookings",
    "/api/bookings",
  ])("%s", async (path) => {
    expectClosed(await publicEdge.call(path, { headers }));
  });

  it("naming the callee and the path in headers", async () => {
    const named = { ...headers, "dapr-app-id": "booking" };
    for (const path of ["/api/bookings", "/public/../api/bookings"])
      expectClosed(await publicEdge.call(path, { headers: named }));
  });
});

describe("a path that only looks like another", () => {
  it.each([
    "/api/booking/../booking/bookings",
    "/api/booking/%2e%2e/booking/bookings",
    "/api/booking/bookings/../bookings",
    "/api//booking/bookings",
    "//api/booking/bookings",
    "/api/booking//bookings",
    "/api/booking/./bookings",
    "/api/booking\\bookings",
    "/api/booking%2fbookings",
    "/api/bookings",
    "/v1.0/invoke/booking/method/api/bookings",
    "/api/booking/../../internal/refunds",
    "/api/payment/../internal/refunds",
    "/api/payment/%2e%2e/internal/refunds",
    "/internal/refunds",
    "/events/payments",
    "/api/gateway/bookings",
    "/api/gateway-public/booking",
    "/api/postgres/x",
    "http://127.0.0.1/api/booking/bookings",
  ])("is refused, not repaired: %s", async (target) => {
    const request = { port: stack.portBase, target, headers };
    const answer = await sendOverWire(request);
    expectClosed(answer);
    expect([400, 404]).toContain(answer.status);
    expectProblem(answer);
  });

  it.each(["x-original-url", "x-rewrite-url", "x-forwarded-prefix"])(
    "cannot be said in the header %s",
    async (name) => {
      const path = "/api/public/property/properties?limit=1";
      const plain = await client.call(path, { headers });
      const told = await client.call(path, {
        headers: { ...headers, [name]: "/api/properties" },
      });
      expect(told.status).toBe(plain.status);
      expect(told.text).toBe(plain.text);
    },
  );
});
