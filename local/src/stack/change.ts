import { provisionDapr } from "../engines/dapr.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { ask } from "../supervisor/client.js";
import { sidecarOf } from "./applications.js";
import type { Blueprint } from "./applications.js";
import { draw, processesOf, remember, remembered } from "./bring-up.js";
import { waitForProcess } from "./crew.js";
import type { StackOptions } from "./options.js";
import { build } from "./provision.js";

/** The options and parts of the stack on this base. Throws when none was ever started on it. */
export async function known(
  portBase: number,
): Promise<[StackOptions, Blueprint]> {
  const options = await remembered(portBase);
  if (!options)
    throw new UserError(`no stack was started on port ${portBase}: npm run up`);
  return [options, await draw(options)];
}

/**
 * Starts one process anew and waits until it is ready. A name with or without `sidecar:` that belongs
 * to a row takes the settings given, or without any those of dapr.yaml; its code is bundled again.
 */
export async function restart(
  portBase: number,
  name: string,
  settings: Readonly<Record<string, string>>,
  say: Progress,
): Promise<void> {
  const [before, drawn] = await known(portBase);
  const { stack } = drawn.paths;
  const row = drawn.rows.find(
    (one) => name === one.appId || name === sidecarOf(one.appId),
  );
  if (!row) {
    if (Object.keys(settings).length > 0)
      throw new UserError(`${name} is no app: --set has no meaning`);
    await ask(stack, { do: "stop", name });
    await ask(stack, { do: "start", name });
  } else {
    if (name === row.appId) await build(say);
    const { [row.appId]: _old, ...others } = before.overrides;
    const overrides =
      Object.keys(settings).length > 0
        ? { ...others, [row.appId]: settings }
        : others;
    const blueprint = { ...drawn, overrides };
    const { daprd } = await provisionDapr(say);
    const spec = processesOf(row, blueprint, daprd).find(
      (one) => one.name === name,
    );
    if (!spec) throw new UserError(`${name} has no process of its own`);
    await ask(stack, { do: "ensure", spec, replace: true });
    await remember(blueprint, { ...before, overrides });
  }
  await waitUntilReady(portBase, [name]);
}

/** Waits until these processes, or all that should run, answer their probes. */
export async function waitUntilReady(
  portBase: number,
  names?: readonly string[],
): Promise<void> {
  const [, { paths }] = await known(portBase);
  const listed = await ask(paths.stack, { do: "list" });
  const wanted = listed.filter((one) =>
    names ? names.includes(one.spec.name) : one.state !== "stopped",
  );
  await Promise.all(wanted.map((one) => waitForProcess(one.spec, paths)));
}
