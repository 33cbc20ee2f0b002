import type { Stack } from "@rentezy/local";
import { eventually } from "@rentezy/testkit";
import { z } from "zod";
import { openSidecar } from "./sidecars.js";

/** Dapr leaves out what is zero. */
const metadata = z.object({
  workflows: z.object({ connectedWorkers: z.int() }),
});

/** How long the watchdog may take to get a worker to a sidecar that has locked itself up, and Kafka to notice its end. */
const PATIENCE = { withinMs: 90_000, everyMs: 250 };

/** Resolves when booking's sidecar counts a worker: before that no saga goes on, which health does not show. */
export async function untilSagasRun(stack: Stack): Promise<void> {
  const sidecar = await openSidecar(stack, "booking");
  await eventually(async () => {
    const { text } = await sidecar.call("/v1.0/metadata");
    const { workflows } = metadata.parse(JSON.parse(text));
    if (workflows.connectedWorkers < 1) throw new Error("no worker");
  }, PATIENCE);
}
