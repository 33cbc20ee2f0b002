/** Tenants come at a steady rate: most are too late for the room of the moment and are told so, quickly. */
import { constant, quickPhase, ramp, vusFor } from "./lib/arrivals.js";
import { exported, measures, noneBusy, noneWrong } from "./lib/outcomes.js";
import { number } from "./lib/settings.js";

const rate = number("RATE", 800);
const seconds = number("SECONDS", 60);
const warmUpSeconds = number("WARM_UP_SECONDS", 20);

export const options = {
  scenarios: {
    // Not counted: until their code is compiled, the services are slower than they stay.
    warmup: ramp({
      from: Math.ceil(rate / 10),
      to: rate,
      seconds: warmUpSeconds,
      vus: vusFor(rate),
    }),
    steady: constant({
      rate,
      seconds,
      startSecond: warmUpSeconds,
      vus: vusFor(rate),
    }),
  },
  thresholds: {
    ...exported("scenario:steady"),
    ...quickPhase("steady", rate * seconds),
    ...noneWrong,
    ...noneBusy,
  },
  ...measures,
};

export { begin as setup, wish as default } from "./lib/arrivals.js";
