import type { Stack } from "@rentezy/local";
import { untilSagasRun } from "./sagas.js";

/** Starts what a test has stopped, and waits until everything works as before. */
export async function restore(stack: Stack): Promise<void> {
  const processes = await stack.status();
  const stopped = processes.filter(({ state }) => state === "stopped");
  for (const { spec } of stopped) await stack.start(spec.name);
  await stack.waitHealthy();
  await untilSagasRun(stack);
}
