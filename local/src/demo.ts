/**
 * `npm run demo`: the life of a booking with all its endings, played against the running stack by the
 * doors that everybody has. After each ending the booking, the stock and the money are checked; the
 * first thing that is not as promised ends the demo with a message and exit code 1.
 */
import { setStage } from "./demo/stage.js";
import type { Outcome } from "./demo/checks.js";
import { bookedAndPaid } from "./demo/stories/booked.js";
import { cancelledByTenant } from "./demo/stories/cancelled-by-tenant.js";
import { checkoutExpired } from "./demo/stories/checkout-expired.js";
import { paymentDeclined } from "./demo/stories/declined.js";
import { holdTimedOut } from "./demo/stories/hold-timed-out.js";
import { openHouse } from "./demo/stories/opening.js";
import {
  paidLateWithoutRoom,
  paidLateWithRoom,
} from "./demo/stories/paid-late.js";
import { duration } from "./demo/narrator.js";
import { table } from "./demo/table.js";
import type { Stack } from "./index.js";

/** In the order in which they are told. */
const stories = [
  bookedAndPaid,
  paymentDeclined,
  checkoutExpired,
  holdTimedOut,
  paidLateWithRoom,
  paidLateWithoutRoom,
  cancelledByTenant,
];

/** Plays every story. Throws Violation, a UserError, at the first broken promise. */
export async function demo(stack: Stack): Promise<void> {
  const begun = performance.now();
  const stage = setStage(stack, console.log);
  const cast = await openHouse(stage);
  const outcomes: Outcome[] = [];
  for (const story of stories) outcomes.push(await story(stage, cast));
  const rows = outcomes.map(({ ending, booking, room, money }) => [
    ending,
    booking,
    room,
    money,
  ]);
  console.log(
    `\n${table(["ending", "booking", "room", "money"], rows).join("\n")}`,
  );
  console.log(
    `\n${outcomes.length} endings in ${duration(performance.now() - begun)}, and every promise was kept.`,
  );
}
