import { openStack } from "../index.js";
import { terminalProgress } from "../progress.js";
import { restart } from "../stack/change.js";
import { parseOverrides } from "../stack/options.js";
import { onlyName, readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";

const restartUsage = `npm run restart -- NAME [--set KEY=value ...] [--port-base N]
  Starts an app (bundled again), a sidecar (sidecar:booking) or an engine anew. --set gives an app other
  settings until its next restart. An app's replicas are named booking, booking-2 ...; its settings are
  those of all of them, and when they change, all are started anew.`;

/** Settings of one app: `HOLD_SECONDS=6`. */
function settingsOf(settings: readonly string[]): Record<string, string> {
  return { ...parseOverrides(settings.map((setting) => `app.${setting}`)).app };
}

async function restartOne(args: readonly string[]): Promise<void> {
  const { names, portBase, lists } = readArguments(args, { lists: ["set"] });
  const name = onlyName(names, restartUsage);
  const say = terminalProgress();
  await restart(portBase, name, settingsOf(lists.set ?? []), say);
  say(`${name} is ready again`);
}

async function stopOne(args: readonly string[]): Promise<void> {
  const { names, portBase } = readArguments(args);
  const name = onlyName(names, "stop NAME");
  await (await openStack(portBase)).stop(name);
  console.log(`${name} is stopped`);
}

async function startOne(args: readonly string[]): Promise<void> {
  const { names, portBase } = readArguments(args);
  const name = onlyName(names, "start NAME");
  await (await openStack(portBase)).start(name);
  console.log(`${name} is ready`);
}

/** The signal to send is for people who try what happens when a process dies. */
async function killOne(args: readonly string[]): Promise<void> {
  const { names, portBase } = readArguments(args);
  const name = onlyName(names, "kill NAME");
  await (await openStack(portBase)).kill(name, "SIGKILL");
  console.log(`${name} got SIGKILL`);
}

export const restartCommand: Command = { usage: restartUsage, run: restartOne };
export const stopCommand: Command = {
  usage:
    "node local/rentezy.mjs stop NAME [--port-base N]: ends one process until it is started",
  run: stopOne,
};
export const startCommand: Command = {
  usage:
    "node local/rentezy.mjs start NAME [--port-base N]: starts a stopped process",
  run: startOne,
};
export const killCommand: Command = {
  usage:
    "node local/rentezy.mjs kill NAME [--port-base N]: kill -9, after which it is started again",
  run: killOne,
};
