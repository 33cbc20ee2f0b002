import { terminalProgress } from "../progress.js";
import { stackDirOf } from "../stack/paths.js";
import { takeDown, wipe } from "../stack/take-down.js";
import { readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";

const usage = `npm run down [-- options]
  --wipe             delete the stack's data, logs and secrets too
  --port-base N      which stack (default 8080, or RENTEZY_PORT_BASE)`;

async function down(args: readonly string[]): Promise<void> {
  const { portBase, flags } = readArguments(args, { flags: ["wipe"] });
  const folder = stackDirOf(portBase);
  const say = terminalProgress();
  say(
    (await takeDown(folder, say))
      ? "everything is stopped"
      : "nothing was running",
  );
  if (!flags.has("wipe")) return;
  await wipe(folder);
  say(`${folder} is deleted`);
}

export const downCommand: Command = { usage, run: down };
