import { describe, expect, it } from "@jest/globals";
import {
  clearedRefreshCookie,
  refreshCookie,
  refreshTokenIn,
} from "./refresh-cookie.js";

const options = { maxAgeSeconds: 600, secure: true };

describe("the refresh cookie", () => {
  it("is out of reach of scripts, other sites, other paths and plain http", () => {
    expect(refreshCookie("token", options)).toBe(
      "rentezy_refresh=token; Path=/api/public/auth; Max-Age=600; HttpOnly; SameSite=Strict; Secure",
    );
  });

  it("may travel over plain http only where it is told to", () => {
    const local = refreshCookie("token", { ...options, secure: false });
    expect(local).not.toContain("Secure");
  });

  it("is taken away under the same attributes", () => {
    expect(clearedRefreshCookie(options)).toBe(
      "rentezy_refresh=; Path=/api/public/auth; Max-Age=0; HttpOnly; SameSite=Strict; Secure",
    );
  });

  it("is found among other cookies", () => {
    expect(
      refreshTokenIn("a=1; rentezy_refresh=abc.def;not_rentezy_refresh=2"),
    ).toBe("abc.def");
  });

  it.each([undefined, "", "a=1", "rentezy_refresh=", "xrentezy_refresh=abc"])(
    "is required: %j",
    (header) => {
      expect(() => refreshTokenIn(header)).toThrow("Sign in first");
    },
  );
});
