import { shareNote, stream } from "./arrivals.js";
import { heldOrBroken, lostIn, resultOf } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf, timesOf } from "./summary.js";
import { verdictOf } from "./verdict.js";

const QUIET_RATE = 100;
const WARM_UP_SECONDS = 20;
/** A second to rise, and 20 s of quiet afterwards. */
const AROUND_SECONDS = 21;

async function run(context: RunContext): Promise<Verdict> {
  const { rate = 1500, seconds = 10 } = context.asked;
  const streamed = await stream(context, {
    script: "spike",
    rate,
    lasts: WARM_UP_SECONDS + seconds + AROUND_SECONDS,
    settings: {
      SECONDS: seconds,
      QUIET_RATE,
      WARM_UP_SECONDS,
    },
  });
  const { summary, broken } = streamed;
  const whole = resultOf("spike", summary, heldOrBroken(broken));
  const peak = resultOf("spike", summary, whole.invariants, {
    part: "scenario:spike",
    seconds: seconds + 1,
  });
  const result = {
    ...peak,
    errors: whole.errors,
    rate,
    seconds,
    busy: countOf(summary, "bookings_busy"),
    quietP99Ms: timesOf(summary, "http_req_duration{scenario:quiet}").p99Ms,
  };
  return verdictOf({
    result,
    load: streamed,
    broken,
    failures: lostIn(result),
    notes: [
      `the figures are the spike's, of ${seconds + 1} s with up to ${rate} bookings a second; ` +
        `k6 could not begin ${result.droppedIterations} of them.\n` +
        `${result.busy} were asked to come again (503 with Retry-After); ` +
        `in the last 10 s of quiet p99 was ${result.quietP99Ms} ms.`,
      shareNote(result, rate),
    ],
  });
}

/** A crowd within a second: nothing is lost, and soon it is quiet again. */
export const spike: Scenario = {
  name: "spike",
  about: "a crowd within one second, and back: nothing is lost",
  takes: ["rate", "seconds"],
  run,
};
