import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { unlessAborted } from "../conditions.js";
import { endPrograms } from "../engines/run.js";
import { isReady } from "../processes/probe.js";
import { holderOf, isTaken } from "../processes/port-holder.js";
import { withFileLock } from "../processes/lock.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { listProcesses } from "../supervisor/client.js";
import type { ProcessStatus } from "../supervisor/managed-process.js";
import { appPortsOf, sidecarOf, sidecarPortsOf } from "./applications.js";
import type { Blueprint } from "./applications.js";
import { bringUp, draw, remember, remembered } from "./bring-up.js";
import { launchSupervisor } from "./launch-supervisor.js";
import type { StackOptions } from "./options.js";
import { stackDirOf, stackPaths } from "./paths.js";
import { build, provision } from "./provision.js";
import { replicasInWords } from "./replicas.js";
import { takeDown } from "./take-down.js";

/** Names of all processes of a stack's rows. */
function namesOf(blueprint: Blueprint): string[] {
  return blueprint.rows.flatMap((row) => [
    ...(row.command.length > 0 ? [row.name] : []),
    sidecarOf(row.name),
  ]);
}

async function isComplete(
  blueprint: Blueprint,
  running: readonly ProcessStatus[],
): Promise<boolean> {
  const known = new Set(running.map((one) => one.spec.name));
  if (!namesOf(blueprint).every((name) => known.has(name))) return false;
  const ready = await Promise.all(
    running.map(
      async (one) => one.state === "running" && (await isReady(one.spec.probe)),
    ),
  );
  return ready.every(Boolean);
}

/** The ports that the stack will want, less those that its own running processes hold. */
function wantedPorts(
  blueprint: Blueprint,
  running: readonly ProcessStatus[],
): number[] {
  const held = new Set(
    running.flatMap(({ identity, state, spec: { ports, heldPort } }) => {
      if (identity) return ports;
      return state === "stopped" || heldPort === undefined ? [] : [heldPort];
    }),
  );
  const wanted = blueprint.rows.flatMap((row) => [
    ...sidecarPortsOf(row),
    ...appPortsOf(row),
  ]);
  const all = [...Object.values(blueprint.ports), ...wanted];
  return all.filter((port) => !held.has(port));
}

async function refuseTakenPorts(
  blueprint: Blueprint,
  running: readonly ProcessStatus[],
): Promise<void> {
  const ports = wantedPorts(blueprint, running);
  const taken = await Promise.all(ports.map(isTaken));
  const lines = ports
    .filter((_port, index) => taken[index])
    .map(
      (port) =>
        `port ${port} is taken by ${holderOf(port) ?? "another process"}`,
    );
  if (lines.length === 0) return;
  const advice =
    "Stop it, or start this stack on other ports: npm run up -- --port-base 9080";
  throw new UserError([...lines, advice].join("\n"));
}

/** A running stack is repaired, not changed into another: its sidecars know where the replicas are. */
function refuseOtherOptions(options: StackOptions, before: StackOptions): void {
  const replicas = replicasInWords(before.replicas);
  if (
    before.broker === options.broker &&
    before.file === options.file &&
    replicas === replicasInWords(options.replicas)
  )
    return;
  throw new UserError(
    `the stack on port ${options.portBase} runs with broker ${before.broker}, ` +
      `${replicas === "" ? "no replicas" : `replicas ${replicas}`} and ${before.file}; stop it first: npm run down`,
  );
}

/** A repair keeps the settings and the replicas in force unless others are given. */
function inForce(
  options: StackOptions,
  before: StackOptions,
  say: Progress,
): StackOptions {
  const given = (value: object): boolean => Object.keys(value).length > 0;
  const { overrides, replicas } = options;
  const effective = {
    ...options,
    overrides: given(overrides) ? overrides : before.overrides,
    replicas: given(replicas) ? replicas : before.replicas,
  };
  refuseOtherOptions(effective, before);
  const kept = replicasInWords(before.replicas);
  if (!given(replicas) && kept !== "")
    say(`the stack runs with replicas and keeps them: ${kept}`);
  return effective;
}

/** What ran before: everything, a part of it, or nothing. */
export type Found = "all" | "some" | "nothing";

/** How a stack is started. */
export interface Starting {
  readonly say: Progress;
  readonly signal: AbortSignal;
  /** The stack is stopped when this process ends, however it ends. */
  readonly leashed: boolean;
}

/** The outcome of `work`; if it failed because the stack was stopped meanwhile, a UserError that says so. */
export async function unlessStopped<T>(
  folder: string,
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted || (await listProcesses(folder))) throw error;
    throw new UserError("the stack was stopped while it was being started");
  }
}

async function begin(
  options: StackOptions,
  { say, signal, leashed }: Starting,
): Promise<Found> {
  const running = await listProcesses(stackDirOf(options.portBase));
  const before = running ? await remembered(options.portBase) : undefined;
  const effective = before ? inForce(options, before, say) : options;
  const blueprint = await draw(effective);
  const same = isDeepStrictEqual(before?.overrides, effective.overrides);
  if (running && same && (await isComplete(blueprint, running))) return "all";

  if (!running) await takeDown(blueprint.paths.stack, say);
  await refuseTakenPorts(blueprint, running ?? []);
  // An engine may be in the making, which takes minutes.
  signal.addEventListener("abort", endPrograms, { once: true });
  const preparing = Promise.all([provision(effective, say), build(say)]);
  const [engines] = await unlessAborted(signal, preparing);
  await remember(effective);
  const failed = new AbortController();
  try {
    if (!running) await launchSupervisor(blueprint.paths, leashed);
    const either = AbortSignal.any([signal, failed.signal]);
    const bringing = bringUp(blueprint, engines, say, either);
    await unlessStopped(blueprint.paths.stack, signal, bringing);
  } catch (error) {
    // What else is being started must not go on beside the stopping.
    failed.abort(error);
    // What this call started is stopped; a stack that ran before is left as it is.
    if (!running) await takeDown(blueprint.paths.stack, say);
    throw error;
  }
  return running ? "some" : "nothing";
}

/**
 * Starts a stack, or what is missing of it, and waits until it is healthy. When it fails or is
 * aborted, everything that it started is stopped again. Answers what ran before.
 */
export async function start(
  options: StackOptions,
  starting: Starting,
): Promise<Found> {
  const { run } = stackPaths(stackDirOf(options.portBase));
  const waiting = (pid: number): void =>
    starting.say(
      `another up of this stack (process ${pid}) is at work, waiting`,
    );
  return withFileLock(join(run, "up.lock"), waiting, () =>
    begin(options, starting),
  );
}
