import { describe, expect, it } from "@jest/globals";
import { parseTopology } from "./topology.js";

const options = { file: "/clone/dapr.yaml", portBase: 9080, broker: "redis" };

const row = `
  - appID: booking
    appDirPath: services/booking
    configFilePath: components/configuration/booking.yaml
    appPort: 8083
    daprHTTPPort: 8103
    daprGRPCPort: 8123
    daprInternalGRPCPort: 8143
    metricsPort: 8163
    command: [node, dist/main.js]
    env:
      HOLD_SECONDS: 600
      STRIPE_API_BASE: http://127.0.0.1:8197
`;
const common = `
version: 1
common:
  resourcesPaths: [components/brokers/kafka, components/state]
  env:
    JWT_AUDIENCE: rentezy
apps:`;

describe("reading dapr.yaml", () => {
  it("moves ports, makes paths absolute and takes the chosen broker", () => {
    const [booking] = parseTopology(common + row, options);
    expect(booking).toEqual({
      appId: "booking",
      name: "booking",
      folder: "/clone/services/booking",
      configFile: "/clone/components/configuration/booking.yaml",
      resources: ["/clone/components/brokers/redis", "/clone/components/state"],
      command: ["node", "dist/main.js"],
      env: {
        JWT_AUDIENCE: "rentezy",
        HOLD_SECONDS: "600",
        STRIPE_API_BASE: "http://127.0.0.1:9197",
      },
      appPort: 9083,
      httpPort: 9103,
      grpcPort: 9123,
      internalPort: 9143,
      metricsPort: 9163,
      healthPort: 9203,
    });
  });

  it("names what is wrong with a row", () => {
    const portless = row.replace(/daprHTTPPort: 8103/, "daprHTTPPort: soon");
    expect(() => parseTopology(common + portless, options)).toThrow(
      "booking: daprHTTPPort must be a port",
    );
  });

  it("gives a sidecar a profiler where its row wants one, on a port that moves too", () => {
    const profiled = `${row}    enableProfiling: true\n    profilePort: 8177\n`;
    const [booking] = parseTopology(common + profiled, options);
    expect(booking?.profilePort).toBe(9177);
    const portless = `${row}    enableProfiling: true\n`;
    expect(() => parseTopology(common + portless, options)).toThrow(
      "booking: profilePort must be a port",
    );
    const off = `${row}    profilePort: 8177\n`;
    expect(parseTopology(common + off, options)[0]).not.toHaveProperty(
      "profilePort",
    );
  });

  it("refuses an app that is there twice", () => {
    expect(() => parseTopology(common + row + row, options)).toThrow("twice");
  });
});
