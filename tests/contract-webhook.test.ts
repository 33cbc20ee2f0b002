import { describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";
import { deliverWebhook, signatureOf } from "./support/webhooks.js";

const stack = await testStack();

const anEvent = () =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: "event",
    type: "customer.created",
    api_version: "2025-01-01",
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object: { id: "cus_1", object: "customer" } },
  });

describe("POST /webhooks/stripe", () => {
  it("answers 200 to what Stripe signed, also when it is of no interest, also twice", async () => {
    const body = anEvent();
    for (let time = 0; time < 2; time += 1) {
      const answer = await deliverWebhook(
        stack,
        body,
        signatureOf(stack, body),
      );
      expect([answer.status, JSON.parse(answer.text)]).toEqual([
        200,
        { received: true },
      ]);
    }
  });

  const body = anEvent();
  const good = signatureOf(stack, body);
  it.each([
    ["no signature", undefined],
    ["an empty one", ""],
    ["one of another body", signatureOf(stack, anEvent())],
    [
      "one of a changed body",
      signatureOf(stack, body.replace("cus_1", "cus_2")),
    ],
    ["a recorded one, ten minutes old", signatureOf(stack, body, 600)],
    ["one with its time moved", good.replace(/t=\d+/, "t=9999999999")],
    ["one of an older scheme", good.replace("v1=", "v0=")],
    ["one that is no signature", "t=x,v1=y"],
    ["one flipped digit", good.replace(/.$/, (d) => (d === "0" ? "1" : "0"))],
  ])("answers 400 to %s", async (_name, signature) => {
    const answer = await deliverWebhook(stack, body, signature);
    expectRefusal(answer, 400, "PAYMENT.SIGNATURE_INVALID");
  });
});
