import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { waitUntil } from "../conditions.js";
import { stackMark } from "../processes/end.js";
import { listProcesses } from "../supervisor/client.js";
import { leashedFlag } from "../supervisor/protocol.js";
import { logFileOf, root } from "./paths.js";
import type { StackPaths } from "./paths.js";

const script = join(
  dirname(fileURLToPath(import.meta.url)),
  "../supervisor/main.ts",
);

/**
 * Starts the supervisor in a session of its own, so that it outlives the terminal; `leashed`, it stops
 * the stack when this process ends, be it by SIGKILL: then the system closes the pipe between them.
 */
export async function launchSupervisor(
  paths: StackPaths,
  leashed: boolean,
): Promise<void> {
  const log = openSync(logFileOf(paths.logs, "supervisor"), "a", 0o600);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = spawn(
    process.execPath,
    [
      ...["--import", tsx, script, paths.stack],
      ...(leashed ? [leashedFlag] : []),
    ],
    {
      cwd: root,
      // A test runner's own Node options are not for the stack.
      env: { ...process.env, NODE_OPTIONS: "", [stackMark]: paths.stack },
      stdio: [leashed ? "pipe" : "ignore", log, log],
      detached: true,
    },
  );
  closeSync(log);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  await waitUntil("the supervisor", 20_000, async () =>
    Boolean(await listProcesses(paths.stack)),
  );
}
