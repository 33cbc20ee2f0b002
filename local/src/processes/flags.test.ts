import { describe, expect, it } from "@jest/globals";
import { flags } from "./flags.js";

describe("flags", () => {
  it("leave out what is undefined and let a switch stand alone", () => {
    expect(
      flags({ port: 1, "enable-mtls": true, "app-port": undefined }),
    ).toEqual(["--port", "1", "--enable-mtls"]);
  });
});
