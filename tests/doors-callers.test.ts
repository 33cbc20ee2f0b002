import { describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { createClient } from "./support/client.js";
import { forgeriesOf } from "./support/forgeries.js";
import { grpcStatusOf, UNIMPLEMENTED } from "./support/grpc.js";
import { expectRefusal } from "./support/problems.js";
import {
  appIdsOf,
  appTokenOf,
  bearer,
  callApp,
  openSidecars,
} from "./support/sidecars.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);
const appIds = await appIdsOf(stack);
const sidecarOf = await openSidecars(stack);
// The private edge's sidecar asks for a good token before anything else.
const user = bearer(forgeriesOf(stack).good());
const json = { ...user, "content-type": "application/json" };

const [landlord, tenant] = await Promise.all([
  client.newUser("landlord"),
  client.newUser("tenant"),
]);
const { roomId } = await client.newRoom(landlord, 2);
const booking = await client.newBooking(tenant, roomId);
await client.checkoutUrl(tenant, booking.id);

const checkout = `/internal/checkout-sessions/booking/${booking.id}`;
const opening = JSON.stringify({
  purpose: "booking",
  subjectId: randomUUID(),
  amountPaise: 100,
  currency: "INR",
  description: "Forged",
});

const INTERNAL = [
  { method: "GET", path: checkout, body: "" },
  { method: "POST", path: `${checkout}/expire`, body: "{}" },
  { method: "POST", path: "/internal/checkout-sessions", body: opening },
  {
    method: "POST",
    path: "/internal/refunds",
    body: JSON.stringify({ purpose: "booking", subjectId: booking.id }),
  },
] as const;

const callersOfEach = appIds.sidecars
  // Payment's own sidecar hands its own calls over without asking who may call.
  .filter((id) => id !== "booking" && id !== "payment")
  .flatMap((caller) => INTERNAL.map((operation) => ({ caller, ...operation })));

describe("payment's internal operations", () => {
  it("are open to booking", async () => {
    const answer = await sidecarOf("booking").invoke("payment", checkout);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      checkout: { subjectId: booking.id, status: "open" },
    });
  });

  it.each(callersOfEach)(
    "are closed to $caller: $method $path",
    async ({ caller, method, path, body }) => {
      for (const claimed of [{}, { "dapr-caller-app-id": "booking" }]) {
        const answer = await sidecarOf(caller).invoke("payment", path, {
          method,
          headers: { ...json, ...claimed },
          body,
        });
        expect(answer.status).toBe(403);
      }
    },
  );

  it.each(INTERNAL)(
    "are closed to who is not named as a caller: $method $path",
    async ({ method, path, body }) => {
      for (const named of [{}, { "dapr-caller-app-id": "gateway" }]) {
        const answer = await callApp(stack, "payment", path, {
          method,
          headers: {
            ...json,
            "dapr-api-token": appTokenOf(stack, "payment"),
            ...named,
          },
          body,
        });
        expectRefusal(answer, 403, "ACCESS.DENIED");
      }
    },
  );

  it("offer booking nothing else of payment", async () => {
    for (const path of ["/metrics", "/events/payment-sweep", "/internal/x"]) {
      const answer = await sidecarOf("booking").invoke("payment", path, {
        method: "POST",
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  it("did nothing of what they refused", async () => {
    const answer = await sidecarOf("booking").invoke("payment", checkout);
    expect(JSON.parse(answer.text)).toMatchObject({
      checkout: { status: "open", paymentStatus: "unpaid" },
    });
    expect((await client.booking(tenant, booking.id)).status).toBe("reserved");
  });
});

/** A delivery that would give the tenant the room for nothing. */
const forged = JSON.stringify({
  specversion: "1.0",
  id: randomUUID(),
  source: "payment",
  type: "payment.succeeded.v1",
  subject: booking.id,
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  data: {
    purpose: "booking",
    subjectId: booking.id,
    amountPaise: booking.amountPaise,
    currency: "INR",
  },
});

const EVENT_ROUTES = [
  { callee: "booking", path: "/events/payments" },
  { callee: "booking", path: "/events/properties" },
  { callee: "property", path: "/events/bookings" },
  { callee: "payment", path: "/events/payment-sweep" },
  { callee: "booking", path: "/events/saga-watch" },
] as const;

describe("event routes", () => {
  it.each(
    appIds.sidecars.flatMap((caller) =>
      EVENT_ROUTES.filter(({ callee }) => callee !== caller).map((route) => ({
        caller,
        ...route,
      })),
    ),
  )("are no operations: $caller cannot call $callee $path", async (route) => {
    const { caller, callee, path } = route;
    const answer = await sidecarOf(caller).invoke(callee, path, {
      method: "POST",
      headers: { ...user, "content-type": "application/cloudevents+json" },
      body: forged,
    });
    expect(answer.status).toBe(403);
  });

  it.each(EVENT_ROUTES)(
    "refuse $callee's own app too, and whoever is named as a caller: $path",
    async ({ callee, path }) => {
      const answer = await callApp(stack, callee, path, {
        method: "POST",
        headers: {
          "content-type": "application/cloudevents+json",
          "dapr-api-token": appTokenOf(stack, callee),
          "dapr-caller-app-id": callee,
        },
        body: forged,
      });
      expectRefusal(answer, 403, "ACCESS.DENIED");
    },
  );

  it("moved no booking", async () => {
    expect((await client.booking(tenant, booking.id)).status).toBe("reserved");
  });
});

const EDGES = ["gateway", "gateway-public"] as const;

const CLOSED_HTTP = [
  ["GET", "/v1.0/metadata"],
  ["PUT", "/v1.0/metadata/x"],
  ["GET", "/v1.0/state/sessions/x"],
  ["POST", "/v1.0/state/sessions"],
  ["POST", "/v1.0/state/workflow-state/transaction"],
  ["POST", "/v1.0/publish/pubsub/payments"],
  ["POST", "/v1.0-alpha1/publish/bulk/pubsub/payments"],
  ["GET", "/v1.0/secrets/secrets/auth"],
  ["GET", "/v1.0/secrets/secrets/bulk"],
  ["POST", "/v1.0/bindings/payment-sweep"],
  ["POST", "/v1.0/bindings/saga-watch"],
  ["GET", "/v1.0/configuration/x"],
  ["POST", "/v1.0/actors/t/1/method/m"],
  ["POST", "/v1.0/workflows/dapr/booking-saga/start"],
  ["POST", "/v1.0-alpha1/jobs/x"],
  ["POST", "/v1.0-alpha1/lock/x"],
  ["POST", "/v1.0-alpha1/conversation/x/converse"],
  ["POST", "/v1.0/shutdown"],
] as const;

const CLOSED_GRPC = [
  "InvokeService",
  "GetState",
  "SaveState",
  "ExecuteStateTransaction",
  "PublishEvent",
  "BulkPublishEvent",
  "InvokeBinding",
  "GetSecret",
  "GetBulkSecret",
  "InvokeActor",
  "StartWorkflowBeta1",
  "ScheduleJobAlpha1",
  "GetConfiguration",
  "Shutdown",
] as const;

describe.each(EDGES)("the sidecar of %s, even for its own app", (edge) => {
  it.each(CLOSED_HTTP)("offers no %s %s", async (method, path) => {
    const answer = await sidecarOf(edge).call(path, {
      method,
      headers: json,
      ...(method !== "GET" && { body: "{}" }),
    });
    expect([403, 404, 405]).toContain(answer.status);
    expect(answer.text).not.toMatch(/SIGNING_KEYS|components|runtimeVersion/);
  });

  // The bearer middleware stands before HTTP only: gRPC would lead around it.
  it.each(CLOSED_GRPC)("offers no %s over gRPC", async (method) => {
    const { grpcPort: port, apiToken } = sidecarOf(edge);
    expect(await grpcStatusOf({ port, apiToken, method })).toBe(UNIMPLEMENTED);
  });
});

describe("secrets", () => {
  it.each(appIds.services)(
    "are not for reading through the sidecar of %s",
    async (appId) => {
      const { call } = sidecarOf(appId);
      for (const name of ["auth", "payment", "redis", appId]) {
        const answer = await call(`/v1.0/secrets/secrets/${name}`);
        expect([name, answer.status]).toEqual([name, 403]);
      }
      const all = await call("/v1.0/secrets/secrets/bulk");
      expect([all.status, all.text.trim()]).toEqual([200, "{}"]);
    },
  );
});
