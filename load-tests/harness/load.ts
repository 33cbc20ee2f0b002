/** Lets k6 loose on the stack and reads what it came to, for every scenario. */
import { nextMonth } from "@rentezy/local/client";
import { provisionK6 } from "@rentezy/local/engines";
import { join } from "node:path";
import { costsBetween, readMeter } from "./costs.js";
import type { Costs } from "./costs.js";
import { runK6 } from "./k6.js";
import type { RunContext } from "./scenario.js";
import { countOf, crossedIn } from "./summary.js";
import type { Summary } from "./summary.js";

/** What a load came to. */
export interface Load {
  /** When k6 was started, by performance.now(). */
  readonly begunMs: number;
  readonly summary: Summary;
  /** The thresholds that did not hold, in words. */
  readonly crossed: readonly string[];
  /** Absent where they cannot be read. */
  readonly costs?: Costs;
}

/**
 * Runs scenarios/<script>.js against the stack.
 * @param env what the script wants beside where the stack is
 */
export async function load(
  { stack, folder, say }: Pick<RunContext, "stack" | "folder" | "say">,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<Load> {
  // Building it, at the first run, is no cost of the load.
  const k6 = await provisionK6(say);
  const before = await readMeter(stack);
  const begunMs = performance.now();
  const { summary, thresholdsHeld } = await runK6({
    k6,
    script,
    env: {
      BASE_URL: stack.urls.gateway ?? "",
      MOVE_IN_DATE: nextMonth(),
      // k6 shares the processors with what it measures: it shall not collect garbage all the time,
      // nor pass its work to and fro between threads. Together a third of what a request costs it.
      GOGC: "400",
      GOMAXPROCS: "1",
      ...env,
    },
    summaryFile: join(folder, "summary.json"),
    say,
  });
  const after = await readMeter(stack);
  const crossed = crossedIn(summary).map((one) => `k6: ${one} did not hold`);
  const isNamed = thresholdsHeld || crossed.length > 0;
  const requests = countOf(summary, "http_reqs");
  return {
    begunMs,
    summary,
    crossed: isNamed ? crossed : ["k6: a threshold was crossed"],
    ...(before && after && { costs: costsBetween(before, after, requests) }),
  };
}
