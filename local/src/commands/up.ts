import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { terminalProgress } from "../progress.js";
import type { Progress } from "../progress.js";
import { openStack } from "../index.js";
import type { Stack } from "../index.js";
import type { Login } from "../seed.js";
import { parseOverrides, stackOptions } from "../stack/options.js";
import { stackDirOf } from "../stack/paths.js";
import { warningOfPorts } from "../stack/ports.js";
import { parseReplicas, portSpansOf } from "../stack/replicas.js";
import { start, unlessStopped } from "../stack/start.js";
import type { Found } from "../stack/start.js";
import { readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";

const usage = `npm run up [-- options]
  --broker kafka|redis      the folder of components/brokers to use (default kafka)
  --port-base N             where the stack's ports begin (default 8080, or RENTEZY_PORT_BASE)
  --set app.NAME=value      a setting of one app over dapr.yaml's; may be repeated
  --replicas app=N          N processes of one app, from 1 to 4, each with its sidecar; may be repeated
  --file path               another topology in the format of dapr.yaml
  --no-seed                 make no demo data: neither the accounts nor the listings

Environment: RENTEZY_CACHE (folder of provisioned engines), RENTEZY_ENGINES=embedded (ignore engines
on the PATH), RENTEZY_MAVEN_REPOSITORY (where jars are fetched), GOMAXPROCS and GOGC (of Dapr's programs;
1 and 400 where they are not set).`;

/** Only the first signal counts: it is busy stopping things. */
function abortOnSignals(controller: AbortController): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) return;
      console.log(`\n${signal}: stopping what was started`);
      controller.abort(new Error("interrupted"));
    });
  }
}

/** The ports that Linux gives to outgoing connections; elsewhere nothing is known of them. */
function outgoingPorts(): string {
  try {
    return readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  } catch {
    return "";
  }
}

function printWelcome(stack: Stack, demo: readonly Login[]): void {
  const gateway = stack.urls.gateway ?? "";
  const { ADMIN_EMAIL = "-", ADMIN_PASSWORD = "-" } = stack.secrets.auth ?? {};
  const admin = { name: "admin", email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
  const logins = [admin, ...demo].map(
    ({ name, email, password }) =>
      `  ${name.padEnd(10)}  ${email.padEnd(22)}  password ${password}`,
  );
  console.log(`
RentEzy is up.
  gateway     ${gateway}   (API documentation: ${gateway}/docs)
  Stripe      ${stack.urls.stripe ?? ""}   (the local emulator)
${logins.join("\n")}

  npm run demo      the story of a booking, step by step
  npm run status    what runs        npm run logs booking    what it says
  npm run down      stop it all`);
}

/** Loads the demo data; interrupted, a stack that was just started for it is stopped again. */
async function furnish(
  stack: Stack,
  found: Found,
  say: Progress,
  signal: AbortSignal,
): Promise<Login[]> {
  const { seed } = await import("../seed.js");
  try {
    const seeding = seed(stack, say, signal);
    const folder = stackDirOf(stack.portBase);
    const logins = await unlessStopped(folder, signal, seeding);
    signal.throwIfAborted();
    return logins;
  } catch (error) {
    if (signal.aborted && found === "nothing") await stack.down();
    throw error;
  }
}

async function up(args: readonly string[]): Promise<void> {
  const { portBase, texts, flags, lists } = readArguments(args, {
    texts: ["broker", "file"],
    flags: ["no-seed"],
    lists: ["set", "replicas"],
  });
  const options = stackOptions({
    portBase,
    overrides: parseOverrides(lists.set ?? []),
    replicas: parseReplicas(lists.replicas ?? []),
    ...(texts.broker ? { broker: texts.broker } : {}),
    ...(texts.file ? { file: resolve(texts.file) } : {}),
  });
  const say = terminalProgress();
  const spans = portSpansOf(options.replicas);
  const warning = warningOfPorts(portBase, outgoingPorts(), spans);
  if (warning) say(`warning: ${warning}`);
  const controller = new AbortController();
  const { signal } = controller;
  abortOnSignals(controller);
  try {
    const found = await start(options, { say, signal, leashed: false });
    if (found === "all") say("it is up already");
    const stack = await openStack(portBase);
    const seeds = !flags.has("no-seed");
    printWelcome(stack, seeds ? await furnish(stack, found, say, signal) : []);
  } catch (error) {
    if (!signal.aborted) throw error;
    console.log("interrupted; what was started is stopped again");
    process.exitCode = 130;
  }
}

export const upCommand: Command = { usage, run: up };
