import { eveningInWords, eveningResult, spendEvening } from "./evening.js";
import { lostIn } from "./result.js";
import type { Ground, Scenario, Verdict } from "./scenario.js";
import { verdictOf } from "./verdict.js";

const WARM_UP_SECONDS = 20;

const nothingElse = (): Promise<void> => Promise.resolve();

async function run(ground: Ground): Promise<Verdict> {
  const { rate = 20, seconds = 60 } = ground.asked;
  const evening = { rate, seconds, warmUpSeconds: WARM_UP_SECONDS };
  const spent = await spendEvening(ground, evening, nothingElse);
  const result = eveningResult("mixed", evening, spent);
  return verdictOf({
    result,
    load: spent,
    broken: spent.broken,
    failures: lostIn(result),
    notes: [`${rate} people a second; ${eveningInWords(spent)}`],
  });
}

/** What people do, each for themselves, and all of it comes to its end. */
export const mixed: Scenario = {
  name: "mixed",
  about: "people look around, book, pay and cancel",
  takes: ["rate", "seconds"],
  run,
};
