/** From quiet to far more than there is room for within a second, and back: nothing is lost, and quiet returns. */
import {
  begin,
  constant,
  QUICK_MS,
  ramp,
  vusFor,
  wish,
} from "./lib/arrivals.js";
import { exported, measures, noneWrong } from "./lib/outcomes.js";
import { number } from "./lib/settings.js";

const quietRate = number("QUIET_RATE", 100);
const peakRate = number("RATE", 1500);
const peakSeconds = number("SECONDS", 10);
const warmUpSeconds = number("WARM_UP_SECONDS", 20);

/** A second to rise, then the peak. */
const overAt = warmUpSeconds + 1 + peakSeconds;
const RECOVERY_SECONDS = 10;
const QUIET_SECONDS = 10;

export const options = {
  scenarios: {
    warmup: constant({
      rate: quietRate,
      seconds: warmUpSeconds,
      vus: vusFor(quietRate),
    }),
    // What the stack cannot serve at once waits in here; past so many k6 drops arrivals.
    spike: ramp({
      from: quietRate,
      to: peakRate,
      seconds: 1,
      hold: peakSeconds,
      startSecond: warmUpSeconds,
      vus: peakRate,
    }),
    // Those who come now wait behind the peak's.
    recovery: constant({
      rate: quietRate,
      seconds: RECOVERY_SECONDS,
      startSecond: overAt,
      vus: 5 * quietRate,
    }),
    quiet: constant({
      rate: quietRate,
      seconds: QUIET_SECONDS,
      startSecond: overAt + RECOVERY_SECONDS,
      vus: vusFor(quietRate),
    }),
  },
  thresholds: {
    ...exported("scenario:spike"),
    ...noneWrong,
    "http_req_duration{scenario:quiet}": [`p(99)<=${QUICK_MS}`],
    "dropped_iterations{scenario:quiet}": ["count==0"],
  },
  ...measures,
};

export const setup = begin;

// Not exported from where it is: k6 looks it up for each iteration.
export default wish;
