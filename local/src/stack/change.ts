import { isDeepStrictEqual } from "node:util";
import { provisionDapr } from "../engines/dapr.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { ask } from "../supervisor/client.js";
import { sidecarOf } from "./applications.js";
import type { Blueprint, Overrides } from "./applications.js";
import { draw, processesOf, remember, remembered } from "./bring-up.js";
import { waitForProcess } from "./crew.js";
import type { StackOptions } from "./options.js";
import type { StackPaths } from "./paths.js";
import { build } from "./provision.js";
import type { Row } from "./topology.js";

/** The options and parts of the stack on this base. Throws when none was ever started on it. */
export async function known(
  portBase: number,
): Promise<[StackOptions, Blueprint]> {
  const options = await remembered(portBase);
  if (!options)
    throw new UserError(`no stack was started on port ${portBase}: npm run up`);
  return [options, await draw(options)];
}

function without(overrides: Overrides, appId: string): Overrides {
  const others = Object.entries(overrides).filter(([name]) => name !== appId);
  return Object.fromEntries(others);
}

/** Runs a process of a row anew, as it is told to run now. */
async function replace(
  row: Row,
  name: string,
  blueprint: Blueprint,
  say: Progress,
): Promise<void> {
  const { daprd } = await provisionDapr(say);
  const processes = processesOf(row, blueprint, daprd);
  const spec = processes.find((one) => one.name === name);
  if (!spec) throw new UserError(`${name} has no process of its own`);
  await ask(blueprint.paths.stack, { do: "ensure", spec, replace: true });
  await waitUntilReady(blueprint.paths, [name]);
}

/**
 * Runs an app with these settings, or with those of dapr.yaml. They are the same for all its replicas:
 * when they change, each is started anew, one after the other.
 */
async function replaceApp(
  [before, drawn]: [StackOptions, Blueprint],
  row: Row,
  settings: Readonly<Record<string, string>>,
  say: Progress,
): Promise<void> {
  await build(say);
  const others = without(before.overrides, row.appId);
  const given = Object.keys(settings).length > 0;
  const overrides = given ? { ...others, [row.appId]: settings } : others;
  const same = isDeepStrictEqual(
    overrides[row.appId],
    before.overrides[row.appId],
  );
  const rows = same
    ? [row]
    : drawn.rows.filter(({ appId }) => appId === row.appId);
  await remember({ ...before, overrides });
  for (const one of rows)
    await replace(one, one.name, { ...drawn, overrides }, say);
}

/**
 * Starts one process anew and waits until it is ready. An app takes the settings given, or without
 * any those of dapr.yaml, and its code is bundled again.
 */
export async function restart(
  portBase: number,
  name: string,
  settings: Readonly<Record<string, string>>,
  say: Progress,
): Promise<void> {
  const stack = await known(portBase);
  const [, blueprint] = stack;
  const { rows, paths } = blueprint;
  const app = rows.find((row) => row.name === name && row.command.length > 0);
  if (app) return replaceApp(stack, app, settings, say);
  if (Object.keys(settings).length > 0)
    throw new UserError(`${name} is no app: --set has no meaning`);
  const called = rows.find((row) => sidecarOf(row.name) === name);
  if (called) return replace(called, name, blueprint, say);
  await ask(paths.stack, { do: "stop", name });
  await ask(paths.stack, { do: "start", name });
  await waitUntilReady(paths, [name]);
}

/** Waits until these processes, or all that should run, answer their probes. */
export async function waitUntilReady(
  paths: StackPaths,
  names?: readonly string[],
): Promise<void> {
  const listed = await ask(paths.stack, { do: "list" });
  const wanted = listed.filter((one) =>
    names ? names.includes(one.spec.name) : one.state !== "stopped",
  );
  await Promise.all(wanted.map((one) => waitForProcess(one.spec, paths)));
}
