import type { Logger } from "@rentezy/telemetry";
import type { SagaStories } from "../use-cases/stories.js";

interface OfBooking {
  readonly bookingId: string;
}

/** The sagas' steps by the names that their histories hold. Each is safe to repeat. */
export function createActivities(stories: SagaStories, logger: Logger) {
  const step =
    <Result>(name: string, work: (bookingId: string) => Promise<Result>) =>
    async ({ bookingId }: OfBooking): Promise<Result> => {
      try {
        const result = await work(bookingId);
        logger.info({ bookingId, step: name, result }, "saga step done");
        return result;
      } catch (error) {
        logger.warn(
          { bookingId, step: name, err: error },
          "saga step will be tried again",
        );
        throw error;
      }
    };
  return {
    "open-checkout": step("open-checkout", stories.openCheckout),
    "end-hold": step("end-hold", stories.endHold),
    "refund-payment": step("refund-payment", stories.refundBooking),
  };
}
