import type { Command } from "./commands/arguments.js";
import { deadLettersCommand } from "./commands/dead-letters.js";
import { downCommand } from "./commands/down.js";
import { load } from "./commands/load-module.js";
import { logsCommand } from "./commands/logs.js";
import {
  killCommand,
  restartCommand,
  startCommand,
  stopCommand,
} from "./commands/steer.js";
import { statusCommand } from "./commands/status.js";
import { upCommand } from "./commands/up.js";
import { readArguments } from "./commands/arguments.js";
import { openStack } from "./index.js";
import type { Stack } from "./index.js";
import { UserError } from "./progress.js";

/** A command that is a module of its own, loaded when it is wanted. */
const mainOf =
  (path: string): Command["run"] =>
  async (args) => {
    const { main } = await load<{ main: Command["run"] }>(path);
    await main(args);
  };

const commands: Readonly<Record<string, Command>> = {
  up: upCommand,
  down: downCommand,
  status: statusCommand,
  logs: logsCommand,
  restart: restartCommand,
  stop: stopCommand,
  start: startCommand,
  kill: killCommand,
  demo: {
    usage:
      "npm run demo [-- --port-base N]: the story of a booking against the running stack",
    async run(args) {
      const { portBase } = readArguments(args);
      const { demo } = await load<{ demo: (stack: Stack) => Promise<void> }>(
        "../demo.ts",
      );
      await demo(await openStack(portBase));
    },
  },
  load: {
    usage: "npm run load -- SCENARIO [options]: k6 against the running stack",
    run: mainOf("../../../load-tests/run.ts"),
  },
  faults: {
    usage:
      "npm run faults -- [--seed N] [--minutes M] [options]: breaks the running stack on purpose, and judges what came of it",
    run: mainOf("../../../load-tests/faults/run.ts"),
  },
  "dead-letters": deadLettersCommand,
  bench: {
    usage:
      "npm run bench:reserve [-- --seconds N]: the ways to take a room from the stock, side by side",
    run: mainOf("../../../load-tests/bench/reserve.ts"),
  },
  test: {
    usage: "npm test: every gate, from formatting to whole-stack tests",
    run: mainOf("../test.ts"),
  },
};

function explain(error: unknown): void {
  if (error instanceof UserError) console.error(`\n${error.message}`);
  else console.error(error);
  process.exitCode = 1;
}

/** Runs one command; what goes wrong is printed and makes the exit code 1. */
export async function main([
  name = "",
  ...args
]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command) {
    console.error(
      Object.values(commands)
        .map((one) => one.usage)
        .join("\n\n"),
    );
    process.exitCode = 1;
    return;
  }
  const owns = ["test", "load", "faults"].includes(name);
  if (!owns && (args.includes("--help") || args.includes("-h")))
    console.log(command.usage);
  else await command.run(args).catch(explain);
}
