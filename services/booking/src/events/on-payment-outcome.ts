import type { Event, PaymentOutcome } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { once } from "@rentezy/events";
import { recordFact, type HeardFact } from "../use-cases/record-fact.js";

/** payment.*.v1: what happened to a booking's money. Other purposes are other services' business. */
export const onPaymentOutcome =
  (dataSource: DataSource, fact: HeardFact) =>
  async (event: Event<PaymentOutcome>): Promise<void> => {
    if (event.data.purpose !== "booking") return;
    await dataSource.transaction((manager) =>
      once(manager, event, async () => {
        await recordFact(manager, event.data.subjectId, fact);
      }),
    );
  };
