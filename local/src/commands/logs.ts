import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../progress.js";
import { lastLines } from "../stack/crew.js";
import { logFileOf, stackDirOf, stackPaths } from "../stack/paths.js";
import { onlyName, readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";

const usage = `npm run logs -- NAME [-f] [--port-base N]
  NAME is an app (booking), a sidecar (sidecar:booking) or an engine (kafka); -f goes on as it grows.`;

const shownLines = 100;

async function follow(file: string): Promise<never> {
  let from = statSync(file).size;
  for (;;) {
    await sleep(300);
    const { size } = statSync(file);
    if (size < from) from = 0; // It was rotated.
    if (size === from) continue;
    const grown = createReadStream(file, { start: from, end: size - 1 });
    await pipeline(grown, process.stdout, { end: false });
    from = size;
  }
}

async function logs(args: readonly string[]): Promise<void> {
  const { names, portBase, flags } = readArguments(args, { flags: ["follow"] });
  const folder = stackPaths(stackDirOf(portBase)).logs;
  const file = logFileOf(folder, onlyName(names, usage));
  if (!existsSync(file)) {
    const known = existsSync(folder) ? readdirSync(folder).join(", ") : "none";
    throw new UserError(`there is no log ${file}; there are: ${known}`);
  }
  console.log(lastLines(file, shownLines).join("\n"));
  if (flags.has("follow")) await follow(file);
}

export const logsCommand: Command = { usage, run: logs };
