import { describe, expect, it } from "@jest/globals";
import {
  enginePorts,
  movePort,
  movePortsIn,
  parsePortBase,
  warningOfPorts,
} from "./ports.js";

describe("moving a stack to another port base", () => {
  it("moves the ports of the stack and leaves others alone", () => {
    expect(movePort(8080, 9080)).toBe(9080);
    expect(movePort(8197, 9080)).toBe(9197);
    expect(movePort(8079, 9080)).toBe(8079);
    expect(movePort(5432, 9080)).toBe(5432);
  });

  it("moves ports in loopback addresses wherever they stand in a value", () => {
    const value = "http://127.0.0.1:8197/v1,http://localhost:8080";
    expect(movePortsIn("STRIPE_API_BASE", value, 9080)).toBe(
      "http://127.0.0.1:9197/v1,http://localhost:9080",
    );
  });

  it("takes a bare number for a port only where the name says so", () => {
    expect(movePortsIn("APP_PORT", "8080", 9080)).toBe("9080");
    expect(movePortsIn("BODY_LIMIT_BYTES", "8100", 9080)).toBe("8100");
    expect(movePortsIn("ELSEWHERE", "example.org:8080", 9080)).toBe(
      "example.org:8080",
    );
  });

  it("gives every engine a port of its own", () => {
    const ports = Object.values(enginePorts(9080));
    expect(new Set(ports).size).toBe(ports.length);
  });

  it.each(["", "80", "x", "8080.5", "65500"])("refuses the base %s", (base) => {
    expect(() => parsePortBase(base)).toThrow("port base");
  });
});

describe("a stack with replicas", () => {
  it("needs room for the ports of each", () => {
    expect(parsePortBase("65385")).toBe(65_385);
    expect(() => parsePortBase("65385", 2)).toThrow("to 65235, not 65385");
  });
});

describe("the warning of ports for outgoing connections", () => {
  const range = "32768\t60999\n";

  it("names those of the stack's ports that are among them", () => {
    expect(warningOfPorts(32_700, range)).toMatch(/^ports 32768\.\.32849 /);
    expect(warningOfPorts(34_080, range)).toMatch(/^ports 34080\.\.34229 /);
    expect(warningOfPorts(60_900, range)).toMatch(/^ports 60900\.\.60999 /);
  });

  it("knows of those that replicas add", () => {
    expect(warningOfPorts(32_500, range, 1)).toBeUndefined();
    expect(warningOfPorts(32_500, range, 2)).toMatch(/^ports 32768\.\.32799 /);
  });

  it("is silent below and above them, and where the system tells of none", () => {
    expect(warningOfPorts(8080, range)).toBeUndefined();
    expect(warningOfPorts(32_618, range)).toBeUndefined();
    expect(warningOfPorts(61_000, range)).toBeUndefined();
    expect(warningOfPorts(34_080, "")).toBeUndefined();
  });
});
