import { rm } from "node:fs/promises";
import { join } from "node:path";
import { removeConfined } from "../engines/unprivileged.js";
import { end, marked } from "../processes/end.js";
import { isAlive } from "../processes/identity.js";
import { readRecords, removeRecords } from "../processes/records.js";
import type { ProcessRecord } from "../processes/records.js";
import type { Progress } from "../progress.js";
import { ask, listProcesses } from "../supervisor/client.js";
import { socketOf } from "../supervisor/protocol.js";
import { stackPaths } from "./paths.js";

const stopTimeoutMs = 20_000;

/** The supervisor first, or it would start again what is ended after it. */
const endOrder: readonly ProcessRecord["kind"][] = [
  "supervisor",
  "app",
  "sidecar",
  "engine",
];

/** Ends what a killed supervisor left running. */
async function endLeftBehind(
  stackDir: string,
  records: readonly ProcessRecord[],
): Promise<number> {
  const alive = records.filter(isAlive);
  for (const kind of endOrder) {
    const wave = alive.filter((record) => record.kind === kind);
    await Promise.all(
      wave.map((record) => end(record, record.stopSignal, stopTimeoutMs)),
    );
  }
  const strays = marked(stackDir);
  await Promise.all(strays.map((stray) => end(stray, "SIGTERM", 5000)));
  return alive.length + strays.length;
}

/** Stops everything of this stack, whether or not its supervisor lives. Tells whether there was anything. */
export async function takeDown(
  stackDir: string,
  say: Progress,
): Promise<boolean> {
  const paths = stackPaths(stackDir);
  const records = readRecords(paths.run);
  const supervised = records.some(
    (record) => record.kind === "supervisor" && isAlive(record),
  );
  const managed = await listProcesses(stackDir);
  if (managed) {
    say(`stopping ${managed.filter((one) => one.identity).length} processes`);
    // It answers after the last one ended; if it is killed meanwhile, what is left is ended below.
    await ask(stackDir, { do: "shutdown" }).catch(() => undefined);
  }
  const left = await endLeftBehind(stackDir, records);
  if (!supervised && left > 0)
    say(`ended ${left} processes that had lost their supervisor`);
  await rm(socketOf(stackDir), { force: true });
  removeRecords(paths.run);
  return managed !== undefined || left > 0;
}

/** Deletes all data of a stopped stack. */
export async function wipe(stackDir: string): Promise<void> {
  await removeConfined(join(stackPaths(stackDir).data, "postgres"));
  await rm(stackDir, { recursive: true, force: true });
}
