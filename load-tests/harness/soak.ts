import { COUNTED, shareNote, stream } from "./arrivals.js";
import { growthOf, memoryTable, notFlat, watchMemory } from "./memory.js";
import { heldOrBroken, lostIn, resultOf } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf } from "./summary.js";
import { verdictOf } from "./verdict.js";

async function run(context: RunContext): Promise<Verdict> {
  const { rate = 200, seconds = 600 } = context.asked;
  const warmUp = Math.round(seconds / 5);
  const { outcome: streamed, samples } = await watchMemory(
    context.stack,
    seconds,
    () =>
      stream(context, {
        script: "soak",
        rate,
        lasts: seconds,
        settings: { SECONDS: seconds, WARM_UP_SECONDS: warmUp },
      }),
  );
  const memory = growthOf(samples, seconds, streamed.begunMs);
  const processes = await context.stack.status();
  const { summary, broken } = streamed;
  const result = {
    ...resultOf("soak", summary, heldOrBroken(broken), {
      part: COUNTED,
      seconds: seconds - warmUp,
    }),
    droppedIterations: countOf(summary, "dropped_iterations"),
    rate,
    seconds,
    memory,
  };
  return verdictOf({
    result,
    load: streamed,
    broken,
    failures: [
      ...lostIn(result),
      ...notFlat(
        memory,
        processes.map(({ spec }) => spec.name),
      ),
    ],
    notes: [
      shareNote(result, rate),
      `memory, from after the warm-up of ${warmUp} s to the end:\n${memoryTable(memory)}`,
    ],
  });
}

/** A moderate rate for long: nothing gets slower, and memory stays flat. */
export const soak: Scenario = {
  name: "soak",
  about: "bookings at a moderate rate for long: memory stays flat",
  takes: ["rate", "seconds"],
  run,
};
