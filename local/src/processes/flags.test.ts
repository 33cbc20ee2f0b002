import { describe, expect, it } from "@jest/globals";
import { flags } from "./flags.js";

describe("flags", () => {
  it("turn a switch off in one word: the next one would be taken for an argument", () => {
    expect(flags({ "enable-metrics": false, port: 1 })).toEqual([
      "--enable-metrics=false",
      "--port",
      "1",
    ]);
  });

  it("leave out what is undefined and let a switch stand alone", () => {
    expect(
      flags({ port: 1, "enable-mtls": true, "app-port": undefined }),
    ).toEqual(["--port", "1", "--enable-mtls"]);
  });
});
