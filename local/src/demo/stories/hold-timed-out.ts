import { remembered } from "../../stack/bring-up.js";
import { conclude } from "../checks.js";
import type { Outcome } from "../checks.js";
import type { Stage } from "../stage.js";
import type { Cast } from "./opening.js";

const HOLD_SECONDS = 5;

/** Runs a story while booking holds rooms for some seconds only, and puts booking back as it was. */
async function withShortHold<T>(
  { stack, say }: Stage,
  story: () => Promise<T>,
): Promise<T> {
  const before = (await remembered(stack.portBase))?.overrides.booking ?? {};
  const restore = async (): Promise<void> => {
    say("booking starts anew with its own settings …");
    await stack.restart("booking", before);
  };
  const interrupted = (): void => {
    void restore().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupted);
  say(`booking starts anew with HOLD_SECONDS=${HOLD_SECONDS} …`);
  try {
    const holdSeconds = { HOLD_SECONDS: String(HOLD_SECONDS) };
    await stack.restart("booking", { ...before, ...holdSeconds });
    return await story();
  } finally {
    process.off("SIGINT", interrupted);
    await restore();
  }
}

/** Nobody pays: the saga's timer ends the hold, and Stripe is asked before the room goes back. */
export async function holdTimedOut(
  stage: Stage,
  { tenant, rooms }: Cast,
): Promise<Outcome> {
  stage.chapter(`Hold timed out: nobody pays within ${HOLD_SECONDS} s`);
  return withShortHold(stage, async () => {
    const made = await stage.reserve(tenant, rooms.timedOut);
    return conclude(stage, made, {
      ending: "hold timed out",
      status: "cancelled",
      reason: "hold_expired",
      left: 1,
    });
  });
}
