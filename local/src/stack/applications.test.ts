import { beforeEach, describe, expect, it } from "@jest/globals";
import { appProcess, sidecarProcess } from "./applications.js";
import type { Blueprint } from "./applications.js";
import { root, stackPaths } from "./paths.js";
import { enginePorts } from "./ports.js";
import { withReplicas } from "./replicas.js";
import { readTopology } from "./topology.js";
import type { Row } from "./topology.js";

const rows = withReplicas(
  readTopology({ file: `${root}/dapr.yaml`, portBase: 8080, broker: "kafka" }),
  { booking: 2 },
);
const blueprint: Blueprint = {
  portBase: 8080,
  ports: enginePorts(8080),
  paths: stackPaths("/stack"),
  rows,
  secrets: {
    booking: { DATABASE_URL: "postgres://booking" },
    "booking-api-token": { token: "api" },
    "booking-app-token": { token: "app" },
  },
  overrides: { booking: { HOLD_SECONDS: "20" } },
};

const named = (name: string): Row => {
  const row = rows.find((one) => one.name === name);
  if (!row) throw new Error(`no row is named ${name}`);
  return row;
};
const sidecar = (row: Row) =>
  sidecarProcess(row, blueprint, "/daprd", "anchors");

describe("a replica", () => {
  it("has ports of its own; its id, secrets and settings are those of the app", () => {
    const [first, second] = ["booking", "booking-2"].map((name) =>
      appProcess(named(name), blueprint),
    );
    expect(second).toEqual({
      ...first,
      name: "booking-2",
      env: {
        ...first?.env,
        APP_PORT: "8233",
        DAPR_HTTP_PORT: "8253",
        DAPR_GRPC_PORT: "8273",
      },
      ports: [8233],
      probe: { kind: "http", url: "http://127.0.0.1:8233/readyz" },
    });
    expect(second?.env).toMatchObject({
      APP_ID: "booking",
      DATABASE_URL: "postgres://booking",
      HOLD_SECONDS: "20",
    });
  });

  it("has a sidecar of the same id", () => {
    const { name, args } = sidecar(named("booking-2"));
    expect(name).toBe("sidecar:booking-2");
    expect(args.join(" ")).toContain("--app-id booking --app-port 8233");
  });
});

describe("a sidecar", () => {
  beforeEach(() => {
    delete process.env["GOMAXPROCS"];
    delete process.env["GOGC"];
  });

  it("stays on one thread and collects seldom, unless its row or who starts it says otherwise", () => {
    const row = named("booking");
    expect(sidecar(row).env).toMatchObject({ GOMAXPROCS: "1", GOGC: "400" });
    const told = { ...row, env: { GOMAXPROCS: "2" } };
    process.env["GOGC"] = "100";
    expect(sidecar(told).env).toMatchObject({ GOMAXPROCS: "2", GOGC: "100" });
  });

  it("has a profiler only where its row wants one, on a port that must be free", () => {
    const row = named("booking");
    expect(sidecar(row).args.join(" ")).not.toContain("profil");
    const profiled = sidecar({ ...row, profilePort: 8177 });
    expect(profiled.args.join(" ")).toContain(
      "--enable-profiling --profile-port 8177",
    );
    expect(profiled.ports).toContain(8177);
  });
});
