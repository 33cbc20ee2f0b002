import { describe, expect, it } from "@jest/globals";
import { toldOf } from "./evidence-stripe.js";

const sent = (status: string, attempts: number) => ({ status, attempts });

describe("an event of Stripe's", () => {
  it("is told once one of its webhooks has arrived", () => {
    const webhooks = [
      sent("lost", 0),
      sent("delivered", 2),
      sent("pending", 1),
    ];
    expect(toldOf(webhooks)).toEqual({ status: "delivered", attempts: 3 });
  });

  it("is not told while none has", () => {
    expect(toldOf([sent("lost", 0), sent("pending", 4)]).status).toBe(
      "pending",
    );
    expect(toldOf([sent("lost", 0)]).status).toBe("lost");
  });

  it("was told when its webhooks are forgotten: only those that arrived are", () => {
    expect(toldOf([]).status).toBe("delivered");
  });
});
