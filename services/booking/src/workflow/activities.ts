import type { Logger } from "@rentezy/telemetry";
import type { OfBooking, SagaSteps } from "../use-cases/sagas.js";
import type { SagaStories } from "../use-cases/stories.js";

/** The sagas' steps, each of which says in the log what came of it. */
export function createActivities(
  stories: SagaStories,
  logger: Logger,
): SagaSteps {
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
