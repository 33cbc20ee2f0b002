import { describe, expect, it } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { forgeriesOf } from "./support/forgeries.js";
import { grpcStatusOf } from "./support/grpc.js";
import { expectRefusal } from "./support/problems.js";
import {
  apiTokenOf,
  appIdsOf,
  appTokenOf,
  bearer,
  callApp,
  openSidecars,
} from "./support/sidecars.js";
import { testStack } from "./support/stack.js";
import { sendOverWire } from "./support/wire.js";

const stack = await testStack();
const appIds = await appIdsOf(stack);
const sidecarOf = await openSidecars(stack);
const user = bearer(forgeriesOf(stack).good());

describe.each(appIds.services)(
  "the application %s, called around its sidecar",
  (app) => {
    const wrongTokens = {
      "no token": {},
      "an empty token": { "dapr-api-token": "" },
      "a wrong token": { "dapr-api-token": "x".repeat(32) },
      "another app's token": {
        "dapr-api-token": appTokenOf(
          stack,
          app === "auth" ? "booking" : "auth",
        ),
      },
      "its own token for the other way": {
        "dapr-api-token": apiTokenOf(stack, app),
      },
    };

    describe.each(Object.entries(wrongTokens))("with %s", (_name, headers) => {
      it.each([
        ["GET", "/api/bookings"],
        ["POST", "/api/properties"],
        ["GET", "/public/openapi.json"],
        ["GET", "/public/properties"],
        ["POST", "/public/login"],
        ["POST", "/public/webhooks/stripe"],
        ["POST", "/internal/refunds"],
        ["GET", "/internal/checkout-sessions/booking/x"],
        ["POST", "/events/payments"],
        ["POST", "/events/payment-sweep"],
        ["POST", "/events/saga-watch"],
        ["OPTIONS", "/events/payment-sweep"],
        ["GET", "/nowhere"],
      ])("refuses %s %s", async (method, target) => {
        const answer = await callApp(stack, app, target, {
          method,
          // Whatever else is said: a good user, the right calling app.
          headers: { ...user, "dapr-caller-app-id": "booking", ...headers },
          ...(method === "POST" && { body: "{}" }),
        });
        expectRefusal(answer, 401, "DAPR.TOKEN_REQUIRED");
      });
    });

    it("answers with the right one, so that the refusals mean something", async () => {
      const answer = await callApp(stack, app, "/public/openapi.json", {
        headers: { "dapr-api-token": appTokenOf(stack, app) },
      });
      expect(answer.status).toBe(200);
    });
  },
);

describe.each(appIds.sidecars)("the sidecar of %s", (appId) => {
  const { call, apiToken } = sidecarOf(appId);
  const strangers = {
    "no token": "",
    "a wrong token": "x".repeat(32),
    "another app's token": apiTokenOf(
      stack,
      appId === "auth" ? "booking" : "auth",
    ),
    "the token of its own calls": appTokenOf(stack, appId),
  };

  it.each(Object.entries(strangers))(
    "serves nothing to a caller with %s",
    async (_name, token) => {
      for (const path of [
        "/v1.0/invoke/auth/method/public/jwks.json",
        "/v1.0/invoke/payment/method/internal/refunds",
        "/v1.0/metadata",
        "/v1.0/state/sessions/x",
        "/v1.0/secrets/secrets/auth",
      ]) {
        const headers = { ...user, "dapr-api-token": token };
        const { status } = await call(path, { headers });
        expect([path, status]).toEqual([path, 401]);
      }
    },
  );

  it.each([
    ["in clear text", false],
    ["over TLS without a certificate", true],
  ])("takes no call of another sidecar %s", async (_name, tls) => {
    const { internalPort: port } = sidecarOf(appId);
    const answer = grpcStatusOf({ port, apiToken, method: "GetMetadata", tls });
    await expect(answer).rejects.toThrow();
  });

  it.each([
    "/v1.0/invoke/auth/method/public/jwks.json",
    "/v1.0/state/sessions/x",
    "/v1.0/secrets/secrets/auth",
    "/v1.0/shutdown",
  ])("offers no %s where it is asked for its health", async (target) => {
    const { healthPort: port } = sidecarOf(appId);
    const health = await sendOverWire({ port, target: "/v1.0/healthz" });
    expect(health.status).toBe(204);
    for (const method of ["GET", "POST"]) {
      const answer = await sendOverWire({ port, target, method });
      expect([404, 405]).toContain(answer.status);
    }
  });

  it("shares its tokens with no other", () => {
    expect(apiToken).toMatch(/^[\w-]{32}$/);
    const all = appIds.sidecars.flatMap((id) => [
      apiTokenOf(stack, id),
      appTokenOf(stack, id),
    ]);
    expect(new Set(all).size).toBe(all.length);
  });
});

/** Linux tells who listens where; elsewhere this cannot be asked without tools of the system. */
const onLinux = process.platform === "linux" ? it : it.skip;

const LISTENING = "0A";
const LOOPBACK = /^(?:[\dA-F]{6}7F|0{24}01000000|0{16}FFFF0000[\dA-F]{6}7F)$/;

async function listeners(): Promise<{ address: string; port: number }[]> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) =>
      readFile(`/proc/net/${name}`, "utf8").catch(() => ""),
    ),
  );
  return tables.flatMap((table) =>
    table.split("\n").flatMap((line) => {
      const [, local = "", , state] = line.trim().split(/\s+/);
      const [address = "", port = ""] = local.split(":");
      return state === LISTENING
        ? [{ address, port: Number.parseInt(port, 16) }]
        : [];
    }),
  );
}

/**
 * Dapr 1.18.2 reads `--healthz-listen-address` in these three and does not use it. They tell on all
 * interfaces that they live.
 */
const HEALTH_ON_ALL_INTERFACES = ["sentry", "placement", "scheduler"];

const processes = await stack.status();

describe("every process of the stack", () => {
  onLinux("listens on loopback only, but for three health checks", async () => {
    const ports = new Set(processes.flatMap(({ spec }) => spec.ports));
    const ours = (await listeners()).filter(({ port }) => ports.has(port));
    expect(new Set(ours.map(({ port }) => port)).size).toBeGreaterThan(40);
    const open = ours
      .filter(({ address }) => !LOOPBACK.test(address))
      .map(({ port }) =>
        processes.find(({ spec }) => spec.ports.includes(port)),
      )
      .map((owner) => owner?.spec.name);
    expect(open.sort()).toEqual([...HEALTH_ON_ALL_INTERFACES].sort());
  });

  it.each(HEALTH_ON_ALL_INTERFACES)(
    "tells by the health check of %s that it lives, and nothing else",
    async (name) => {
      const found = processes.find(({ spec }) => spec.name === name);
      const probe = found?.spec.probe;
      const port = Number(
        probe?.kind === "http" ? new URL(probe.url).port : Number.NaN,
      );
      expect(found?.spec.ports).toContain(port);
      const healthy = await sendOverWire({ port, target: "/healthz" });
      expect([healthy.status, healthy.text]).toEqual([200, ""]);
      for (const target of [
        "/",
        "/metrics",
        "/debug/pprof/",
        "/placement/state",
      ])
        expect((await sendOverWire({ port, target })).status).toBe(404);
    },
  );
});
