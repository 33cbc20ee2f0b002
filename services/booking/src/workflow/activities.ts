import type { Logger } from "@rentezy/telemetry";
import type { EndedHold } from "../use-cases/end-hold.js";
import type { OpenedCheckout } from "../use-cases/open-checkout.js";
import type { Refunded } from "../use-cases/refund-booking.js";

interface OfBooking {
  readonly bookingId: string;
}

/** The sagas' steps by the names that their histories hold. Each is safe to repeat. */
export function createActivities(dependencies: {
  readonly openCheckout: (bookingId: string) => Promise<OpenedCheckout>;
  readonly endHold: (bookingId: string) => Promise<EndedHold>;
  readonly refundBooking: (bookingId: string) => Promise<Refunded>;
  readonly logger: Logger;
}) {
  const { logger } = dependencies;
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
    "open-checkout": step("open-checkout", dependencies.openCheckout),
    "end-hold": step("end-hold", dependencies.endHold),
    "refund-payment": step("refund-payment", dependencies.refundBooking),
  };
}
