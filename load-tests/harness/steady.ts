import { COUNTED, shareNote, stream } from "./arrivals.js";
import type { Streamed } from "./arrivals.js";
import { findHighest, rates, untilCalm } from "./highest-rate.js";
import { heldOrBroken, lostIn, resultOf } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf } from "./summary.js";
import { verdictOf } from "./verdict.js";

const WARM_UP_SECONDS = 20;

/** Of a step of the search: the run before it has warmed the services up. */
const STEP = { seconds: 12, warmUpSeconds: 4 };

const steadily = (
  context: RunContext,
  rate: number,
  { seconds, warmUpSeconds }: { seconds: number; warmUpSeconds: number },
): Promise<Streamed> =>
  stream(context, {
    script: "steady",
    rate,
    lasts: warmUpSeconds + seconds,
    settings: { SECONDS: seconds, WARM_UP_SECONDS: warmUpSeconds },
  });

/** The highest rate at which every threshold holds, and invariants that broke on the way. */
async function search(context: RunContext) {
  const broken: string[] = [];
  const highestRate = await findHighest(rates, async (rate) => {
    await untilCalm(context.stack);
    const step = await steadily(context, rate, STEP);
    broken.push(...step.broken);
    const holds = step.crossed.length === 0;
    context.say(
      `${rate} a second ${holds ? "hold" : `do not hold: ${step.crossed.join("; ")}`}`,
    );
    return holds;
  });
  return { highestRate, broken };
}

async function run(context: RunContext): Promise<Verdict> {
  const { rate = 800, seconds = 60, find } = context.asked;
  const phases = { seconds, warmUpSeconds: WARM_UP_SECONDS };
  const streamed = await steadily(context, rate, phases);
  const found = find ? await search(context) : undefined;
  const broken = [...streamed.broken, ...(found?.broken ?? [])];
  const result = {
    ...resultOf("steady", streamed.summary, heldOrBroken(broken), {
      part: COUNTED,
      seconds,
    }),
    droppedIterations: countOf(streamed.summary, "dropped_iterations"),
    rate,
    seconds,
    ...(found && { highestRate: found.highestRate }),
  };
  return verdictOf({
    result,
    load: streamed,
    broken,
    failures: lostIn(result),
    notes: [
      shareNote(result, rate),
      ...(found
        ? [`the highest rate that holds: ${found.highestRate} a second`]
        : []),
    ],
  });
}

/** A steady rate that must be answered quickly. */
export const steady: Scenario = {
  name: "steady",
  about: "bookings at a steady rate: 99 of 100 within 150 ms",
  takes: ["rate", "seconds", "find"],
  run,
};
