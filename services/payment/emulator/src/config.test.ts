import { describe, expect, it } from "@jest/globals";
import { readConfig } from "./config.js";

const complete = {
  PORT: "8197",
  STRIPE_SECRET_KEY: "sk_test_12345678",
  STRIPE_WEBHOOK_SECRET: "whsec_12345678",
  WEBHOOK_URL: "http://127.0.0.1:8080/api/public/payment/webhooks/stripe",
  STATE_FILE: "/tmp/state.jsonl",
};

describe("the environment", () => {
  it("needs no more than a port, the two secrets, where webhooks go and where the state is kept", () => {
    expect(readConfig(complete)).toMatchObject({
      HOST: "127.0.0.1",
      SLOW_PAYMENT_SECONDS: 5,
    });
  });
  it.each(Object.keys(complete))("is refused without %s", (name) => {
    expect(() => readConfig({ ...complete, [name]: undefined })).toThrow(name);
  });
  it("is refused without repeating a secret", () => {
    const read = () =>
      readConfig({ ...complete, STRIPE_SECRET_KEY: "hunter2" });
    expect(read).toThrow("STRIPE_SECRET_KEY");
    expect(read).not.toThrow("hunter2");
  });
});
