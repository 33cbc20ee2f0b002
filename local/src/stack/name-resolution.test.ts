import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { localConfiguration } from "./name-resolution.js";
import { root } from "./paths.js";
import { withReplicas } from "./replicas.js";
import { readTopology } from "./topology.js";

const rows = readTopology({
  file: `${root}/dapr.yaml`,
  portBase: 9080,
  broker: "kafka",
});

const resolutionOf = (of: Parameters<typeof localConfiguration>[0]) =>
  (parse(localConfiguration(of)) as { spec: { nameResolution: unknown } }).spec
    .nameResolution;

describe("how sidecars find each other", () => {
  it("is by fixed addresses that they may keep, of those apps only that can be called", () => {
    expect(resolutionOf(rows)).toEqual({
      component: "kubernetes",
      version: "v1",
      configuration: {
        template:
          "{{/* id -> address */}}" +
          '{{if eq .ID "auth"}}127.0.0.1:9141{{end}}' +
          '{{if eq .ID "property"}}127.0.0.1:9142{{end}}' +
          '{{if eq .ID "booking"}}127.0.0.1:9143{{end}}' +
          '{{if eq .ID "payment"}}127.0.0.1:9144{{end}}',
      },
    });
  });

  it("is never cluster DNS, which an empty template would mean", () => {
    expect(resolutionOf([])).toMatchObject({
      configuration: { template: "{{/* id -> address */}}" },
    });
  });

  it("is by what each has registered when a name has several addresses", () => {
    expect(resolutionOf(withReplicas(rows, { booking: 2 }))).toMatchObject({
      component: "sqlite",
      configuration: { cleanupInterval: "0s" },
    });
  });
});
