import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { flag, list, parseEnvironment, platformEnvironment } from "./index.js";

const given = {
  APP_ID: "auth",
  APP_PORT: "8081",
  DAPR_HTTP_PORT: "8101",
  DAPR_GRPC_PORT: "8121",
  DAPR_API_TOKEN: "to-the-sidecar",
  APP_API_TOKEN: "to-the-app",
};

describe("the environment of an app", () => {
  const schema = z.object({
    ...platformEnvironment,
    COOKIE_SECURE: flag.default(true),
    ORIGINS: list.default([]),
    PASSWORD: z.string().min(12),
  });

  it("is read as numbers, flags and lists, with defaults", () => {
    const config = parseEnvironment(schema, {
      ...given,
      PASSWORD: "long enough it is",
      COOKIE_SECURE: "false",
      ORIGINS: "http://a.example, http://b.example",
    });
    expect(config).toMatchObject({
      APP_HOST: "127.0.0.1",
      APP_PORT: 8081,
      LOG_LEVEL: "info",
      COOKIE_SECURE: false,
      ORIGINS: ["http://a.example", "http://b.example"],
    });
  });

  it("names every variable that is missing, empty or wrong at once, and shows no value", () => {
    const attempt = () =>
      parseEnvironment(schema, {
        ...given,
        APP_ID: "",
        APP_PORT: "99999",
        COOKIE_SECURE: "perhaps",
        PASSWORD: "hunter2",
      });
    expect(attempt).toThrow(/APP_ID is missing/);
    expect(attempt).toThrow(/APP_PORT is not valid/);
    expect(attempt).toThrow(/COOKIE_SECURE is not valid/);
    expect(attempt).toThrow(/PASSWORD is not valid/);
    expect(attempt).not.toThrow(/hunter2|99999|perhaps/);
  });
});
