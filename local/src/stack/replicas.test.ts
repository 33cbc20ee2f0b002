import { describe, expect, it } from "@jest/globals";
import { root } from "./paths.js";
import { enginePorts, portSpan } from "./ports.js";
import { appPortsOf, sidecarPortsOf } from "./applications.js";
import { parseReplicas, replicasInWords, withReplicas } from "./replicas.js";
import { readTopology } from "./topology.js";

const rows = readTopology({
  file: `${root}/dapr.yaml`,
  portBase: 8080,
  broker: "kafka",
});

describe("--replicas", () => {
  it("names apps and how many processes each has", () => {
    expect(parseReplicas(["booking=2", "auth=4"])).toEqual({
      booking: 2,
      auth: 4,
    });
  });

  it.each(["booking", "booking=", "=2", "booking 2"])(
    "refuses %j, which is no app and number",
    (given) => {
      expect(() => parseReplicas([given])).toThrow("app=number");
    },
  );

  it.each(["booking=0", "booking=5", "booking=two", "booking=1.5"])(
    "refuses %s, which is no number from 1 to 4",
    (given) => {
      expect(() => parseReplicas([given])).toThrow("from 1 to 4");
    },
  );

  it("is the same said in another order, and one is nothing said", () => {
    const words = replicasInWords({ payment: 3, auth: 2, booking: 1 });
    expect(words).toBe("auth=2, payment=3");
    expect(replicasInWords({ auth: 2, payment: 3 })).toBe(words);
  });
});

describe("the rows of a stack with replicas", () => {
  it("are those of dapr.yaml when none are wanted", () => {
    expect(withReplicas(rows, {})).toEqual(rows);
    expect(withReplicas(rows, { booking: 1 })).toEqual(rows);
  });

  it("follow their app, keep its id and have names of their own; the gateway stays last", () => {
    const names = withReplicas(rows, { booking: 3 }).map(
      ({ appId, name }) => `${appId} ${name}`,
    );
    expect(names).toEqual([
      "auth auth",
      "property property",
      "booking booking",
      "booking booking-2",
      "booking booking-3",
      "payment payment",
      "gateway-public gateway-public",
      "gateway gateway",
    ]);
  });

  it("have no port twice, and none that a stack 1,000 above has", () => {
    const most = { auth: 4, property: 4, booking: 4, payment: 4 };
    const all = withReplicas(rows, most);
    const ports = [
      ...all.flatMap((row) => [...appPortsOf(row), ...sidecarPortsOf(row)]),
      ...Object.values(enginePorts(8080)),
    ];
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(8080 + 4 * portSpan);
    expect(Math.max(...ports)).toBeLessThan(9080);
  });

  it("include the port of a profiler", () => {
    const profiled = rows.map((row) => ({ ...row, profilePort: 8177 }));
    const second = withReplicas(profiled, { booking: 2 })[3];
    expect(second).toMatchObject({ name: "booking-2", profilePort: 8327 });
  });

  it("cannot be had of an app that is not there, or that no sidecar calls", () => {
    expect(() => withReplicas(rows, { rent: 2 })).toThrow(
      "no app is named rent; try auth, property, booking, payment",
    );
    for (const edge of ["gateway", "gateway-public"])
      expect(() => withReplicas(rows, { [edge]: 2 })).toThrow("stays alone");
  });

  it("cannot take the name of another app", () => {
    const [auth] = rows;
    if (!auth) throw new Error("dapr.yaml has no row");
    const other = { ...auth, appId: "auth-2", name: "auth-2" };
    expect(() => withReplicas([auth, other], { auth: 2 })).toThrow(
      "auth-2 is an app already",
    );
  });
});
