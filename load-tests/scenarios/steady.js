/** Tenants come at a steady rate: most are too late for the room of the moment and are told so, quickly. */
import { begin, quick, ramp, vusFor, wish } from "./lib/arrivals.js";
import { exported, measures, noneBusy, noneWrong } from "./lib/outcomes.js";
import { number } from "./lib/settings.js";

const rate = number("RATE", 800);
const seconds = number("SECONDS", 60);
const warmUpSeconds = number("WARM_UP_SECONDS", 20);

export const options = {
  scenarios: {
    // Its rise is not counted: until their code is compiled, the services are slower than they stay.
    // One scenario for both, because the virtual users of another would begin with all their
    // connections at once.
    steady: ramp({
      from: Math.ceil(rate / 10),
      to: rate,
      seconds: warmUpSeconds,
      hold: seconds,
      vus: vusFor(rate),
    }),
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
