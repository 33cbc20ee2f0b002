/** Tenants come at a moderate rate for a long time: nothing gets slower, and the harness looks at memory. */
import { constant, quickPhase, vusFor } from "./lib/arrivals.js";
import { exported, measures, noneBusy, noneWrong } from "./lib/outcomes.js";
import { number } from "./lib/settings.js";

const rate = number("RATE", 200);
const warmUpSeconds = number("WARM_UP_SECONDS", 120);
const seconds = number("SECONDS", 600) - warmUpSeconds;

export const options = {
  scenarios: {
    warmup: constant({ rate, seconds: warmUpSeconds, vus: vusFor(rate) }),
    soak: constant({
      rate,
      seconds,
      startSecond: warmUpSeconds,
      vus: vusFor(rate),
    }),
  },
  thresholds: {
    ...exported("scenario:soak"),
    ...quickPhase("soak", rate * seconds),
    ...noneWrong,
    ...noneBusy,
  },
  ...measures,
};

export { begin as setup, wish as default } from "./lib/arrivals.js";
