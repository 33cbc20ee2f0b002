import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { endPrograms } from "../engines/run.js";
import { terminalProgress } from "../progress.js";
import { openStack } from "../index.js";
import type { Stack } from "../index.js";
import { parseOverrides, stackOptions } from "../stack/options.js";
import { start } from "../stack/start.js";
import { readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";
import { load } from "./load-module.js";

const usage = `npm run up [-- options]
  --broker kafka|redis      the folder of components/brokers to use (default kafka)
  --port-base N             where the stack's ports begin (default 8080, or RENTEZY_PORT_BASE)
  --set app.NAME=value      a setting of one app over dapr.yaml's; may be repeated
  --file path               another topology in the format of dapr.yaml
  --no-seed                 load no demo data

Environment: RENTEZY_CACHE (folder of provisioned engines), RENTEZY_ENGINES=embedded (ignore engines
on the PATH), RENTEZY_MAVEN_REPOSITORY (where jars are fetched).`;

/** The second signal in a row means it: the first is busy stopping things. */
function abortOnSignals(controller: AbortController): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) return;
      console.log(`\n${signal}: stopping what was started`);
      controller.abort(new Error("interrupted"));
      endPrograms();
    });
  }
}

function printWelcome(stack: Stack): void {
  const gateway = stack.urls.gateway ?? "";
  const admin = stack.secrets.auth;
  console.log(`
RentEzy is up.
  gateway     ${gateway}   (API documentation: ${gateway}/docs)
  Stripe      ${stack.urls.stripe ?? ""}   (the local emulator)
  admin       ${admin?.ADMIN_EMAIL ?? "-"}  password ${admin?.ADMIN_PASSWORD ?? "-"}

  npm run demo      the story of a booking, step by step
  npm run status    what runs        npm run logs booking    what it says
  npm run down      stop it all`);
}

async function up(args: readonly string[]): Promise<void> {
  const { portBase, texts, flags, set } = readArguments(args, {
    texts: ["broker", "file"],
    flags: ["no-seed"],
    set: true,
  });
  const options = stackOptions({
    portBase,
    overrides: parseOverrides(set),
    ...(texts.broker ? { broker: texts.broker } : {}),
    ...(texts.file ? { file: resolve(texts.file) } : {}),
  });
  const say = terminalProgress();
  const controller = new AbortController();
  abortOnSignals(controller);
  try {
    const { already } = await start(options, say, controller.signal);
    const stack = await openStack(portBase);
    if (already) say("it is up already");
    else if (
      !flags.has("no-seed") &&
      existsSync(new URL("../seed.ts", import.meta.url))
    ) {
      const { seed } = await load<{ seed: (stack: Stack) => Promise<void> }>(
        "../seed.ts",
      );
      await seed(stack);
    }
    printWelcome(stack);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    console.log("stopped; nothing is left running");
    process.exitCode = 130;
  }
}

export const upCommand: Command = { usage, run: up };
