import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { waitUntil } from "../conditions.js";
import { batchPrefix } from "../processes/batch.js";
import { startDetached } from "../processes/detached.js";
import { stackMark } from "../processes/end.js";
import { listProcesses } from "../supervisor/client.js";
import { leashedFlag } from "../supervisor/protocol.js";
import { logFileOf, root } from "./paths.js";
import type { StackPaths } from "./paths.js";

const script = fileURLToPath(new URL("../supervisor/main.ts", import.meta.url));

/** Starts the supervisor, which outlives the terminal; `leashed`, it stops the stack when this process ends. */
export async function launchSupervisor(
  paths: StackPaths,
  leashed: boolean,
): Promise<void> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const flags = leashed ? [leashedFlag] : [];
  startDetached(["--import", tsx, script, paths.stack, ...flags], {
    logFile: logFileOf(paths.logs, "supervisor"),
    leashed,
    prefix: batchPrefix(),
    cwd: root,
    env: { [stackMark]: paths.stack },
  });
  await waitUntil("the supervisor", 20_000, async () =>
    Boolean(await listProcesses(paths.stack)),
  );
}
