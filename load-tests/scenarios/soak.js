/** Tenants come at a moderate rate for a long time: nothing gets slower, and the harness looks at memory. */
import { begin, constant, quick, vusFor, wish } from "./lib/arrivals.js";
import { exported, measures, noneBusy, noneWrong } from "./lib/outcomes.js";
import { number } from "./lib/settings.js";

const rate = number("RATE", 200);
/** The first fifth of it warms up and is not counted: WARM_UP_SECONDS. */
const seconds = number("SECONDS", 600);

export const options = {
  scenarios: {
    soak: constant({ rate, seconds, vus: vusFor(rate) }),
  },
  thresholds: {
    ...exported("phase:counted"),
    ...quick(rate * seconds),
    ...noneWrong,
    ...noneBusy,
  },
  ...measures,
};

export const setup = begin;

// Not exported from where it is: k6 looks it up for each iteration.
export default wish;
