import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import { startTestApp, type TestApp } from "@rentezy/testkit";
import { z } from "zod";
import { createServiceApp, operation } from "../src/index.js";

const away = new Error("it is away");
let trouble: Error | undefined;

const appToken = "x".repeat(32);
const read = operation({
  method: "get",
  path: "/public/things",
  summary: "Read",
  access: { kind: "public" },
  replies: { 200: z.object({}) },
  handler: () => {
    if (trouble) throw trouble;
    return { status: 200, body: {} };
  },
});

describe("what an app cannot serve without", () => {
  let app: TestApp;
  beforeAll(async () => {
    const service = createServiceApp({
      appId: "test",
      appToken,
      logger: createLogger({ appId: "test", level: "silent" }),
      metrics: createMetrics("test"),
      dependencies: {
        store: {
          check: () => (trouble ? Promise.reject(trouble) : Promise.resolve()),
          isUnavailable: (error) => error === away,
        },
        other: {
          check: () => Promise.resolve(),
          isUnavailable: () => false,
        },
      },
      authenticate: () => Promise.reject(new Error("nobody asks")),
      operations: [read],
      errors: {},
    });
    app = await startTestApp(service, appToken);
  });
  afterAll(() => app.close());

  it("is told by name by /readyz, and a request that fails for its absence is 503 with a time to come again", async () => {
    expect((await app.call("/readyz")).status).toBe(200);
    expect((await app.call("/public/things")).status).toBe(200);
    trouble = away;
    const ready = await app.call("/readyz");
    expect([ready.status, ready.json()]).toEqual([
      503,
      { status: "not ready", checks: { store: "failing", other: "ok" } },
    ]);
    const refused = await app.call("/public/things");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([
      503,
      "1",
    ]);
    expect(refused.json()).toMatchObject({ code: "SERVICE.UNAVAILABLE" });
  });

  it("excuses no mistake of ours: 500", async () => {
    trouble = new TypeError("not a function");
    expect((await app.call("/public/things")).status).toBe(500);
  });
});
