import { describe, expect, it } from "@jest/globals";
import type { Delivery } from "./records.js";
import { afterFailure } from "./webhook-delivery.js";

const HOUR_MS = 3_600_000;
const fresh: Delivery = {
  id: "whd_1",
  eventId: "evt_1",
  status: "pending",
  attempts: 0,
  createdMs: 0,
  dueAtMs: 0,
};

describe("a webhook that nobody accepts", () => {
  it("is tried after 1, 2, 4 ... seconds, then every quarter of a minute", () => {
    const delays: number[] = [];
    let delivery = fresh;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const at = delivery.dueAtMs;
      delivery = afterFailure(delivery, at);
      delays.push((delivery.dueAtMs - at) / 1_000);
    }
    expect(delays).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it("is given up after three days, not before", () => {
    const old = { ...fresh, attempts: 4_000 };
    expect(afterFailure(old, 72 * HOUR_MS - 1).status).toBe("pending");
    expect(afterFailure(old, 72 * HOUR_MS).status).toBe("abandoned");
  });
});
