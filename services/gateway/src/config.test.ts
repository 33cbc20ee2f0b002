import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "./config.js";

const told = {
  APP_ID: "gateway",
  APP_PORT: "8080",
  JWT_ISSUER: "https://rentezy.local/auth",
  JWT_AUDIENCE: "rentezy",
  DAPR_HTTP_PORT: "8106",
  DAPR_API_TOKEN: "private",
  PUBLIC_DAPR_HTTP_PORT: "8105",
  PUBLIC_DAPR_API_TOKEN: "public",
  REDIS_URL: "redis://:secret@127.0.0.1:8182",
};

describe("the environment of the gateway", () => {
  it("has the limits of the product unless it says otherwise", () => {
    expect(parseConfig(told)).toMatchObject({
      EDGES: ["public", "private"],
      ROUTED_APP_IDS: ["auth", "property", "booking", "payment"],
      BODY_LIMIT_BYTES: 1_048_576,
      USER_RATE_PER_SECOND: 50,
      USER_BURST: 200,
      ANONYMOUS_RATE_PER_SECOND: 200,
      ANONYMOUS_BURST: 1_000,
      TRUSTED_PROXIES: [],
      ALLOWED_ORIGINS: [],
    });
  });

  it.each([
    ["", "PUBLIC_DAPR_API_TOKEN"],
    ["", "DAPR_HTTP_PORT"],
    ["public", "PUBLIC_DAPR_HTTP_PORT"],
    ["private", "DAPR_API_TOKEN"],
  ])("for the edges %j needs %s", (edges, name) => {
    const environment = {
      ...told,
      JWKS_URL: "http://127.0.0.1:8080/jwks.json",
      EDGES: edges,
      [name]: "",
    };
    expect(() => parseConfig(environment)).toThrow(`${name} is missing`);
  });

  it("for the private edge alone needs where the keys are, and no public sidecar", () => {
    const alone = {
      ...told,
      EDGES: "private",
      PUBLIC_DAPR_HTTP_PORT: "",
      PUBLIC_DAPR_API_TOKEN: "",
    };
    expect(() => parseConfig(alone)).toThrow("JWKS_URL is missing");
    const JWKS_URL = "http://gateway-public/api/public/auth/jwks.json";
    expect(parseConfig({ ...alone, JWKS_URL }).EDGES).toEqual(["private"]);
  });

  it("refuses less time for a request than for its headers, whichever is set", () => {
    const refused =
      /REQUEST_TIMEOUT_MS .* must not be less than HEADERS_TIMEOUT_MS/;
    const short = { ...told, REQUEST_TIMEOUT_MS: "5000" };
    expect(() => parseConfig(short)).toThrow(refused);
    const long = { ...told, HEADERS_TIMEOUT_MS: "30001" };
    expect(() => parseConfig(long)).toThrow(refused);
    const both = { ...short, HEADERS_TIMEOUT_MS: "5000" };
    expect(parseConfig(both).REQUEST_TIMEOUT_MS).toBe(5_000);
  });

  it.each([
    ["EDGES", "public,secret"],
    ["TRUSTED_PROXIES", "10.0.0.0/8,everyone"],
    ["REDIS_URL", "http://127.0.0.1"],
    ["USER_RATE_PER_SECOND", "0"],
  ])("refuses %s=%s", (name, value) => {
    expect(() => parseConfig({ ...told, [name]: value })).toThrow(
      new RegExp(`${name}.* is not valid`),
    );
  });
});
