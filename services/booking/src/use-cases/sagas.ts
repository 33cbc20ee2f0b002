import type { EndedHold } from "./end-hold.js";
import type { OpenedCheckout } from "./open-checkout.js";
import type { Refunded } from "./refund-booking.js";
import type { StartCommand } from "./saga-commands.js";

/** The workflow engine. Every call throws when it does not answer. */
export interface Sagas {
  /** When the instance made its last step; undefined when none runs under this id. */
  readonly lastStepAt: (instanceId: string) => Promise<Date | undefined>;
  readonly start: (command: StartCommand) => Promise<void>;
  /** Ends a running instance wherever it is; another may be started under its id. */
  readonly end: (instanceId: string) => Promise<void>;
}

/** What a step is told. */
export interface OfBooking {
  readonly bookingId: string;
}

/** What the sagas do, by the names that their histories hold. Each is safe to repeat. */
export interface SagaSteps {
  readonly "open-checkout": (of: OfBooking) => Promise<OpenedCheckout>;
  readonly "end-hold": (of: OfBooking) => Promise<EndedHold>;
  readonly "refund-payment": (of: OfBooking) => Promise<Refunded>;
}
