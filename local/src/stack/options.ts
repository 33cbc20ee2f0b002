import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../progress.js";
import type { Overrides } from "./applications.js";
import { root } from "./paths.js";
import { defaultPortBase, parsePortBase } from "./ports.js";
import { portSpansOf } from "./replicas.js";
import type { Replicas } from "./replicas.js";

/** What a stack is started with; kept in its folder, so that `restart` means the same stack. */
export interface StackOptions {
  readonly portBase: number;
  /** A folder of components/brokers. */
  readonly broker: string;
  /** The topology, in the format of `dapr run -f`. */
  readonly file: string;
  readonly overrides: Overrides;
  readonly replicas: Replicas;
}

/** The stack that is meant when nothing is said. */
export function portBaseFromEnvironment(): number {
  const own = process.env.RENTEZY_PORT_BASE;
  return own ? parsePortBase(own) : defaultPortBase;
}

/** Reads `app.NAME=value` settings. Throws a UserError for anything else. */
export function parseOverrides(settings: readonly string[]): Overrides {
  const overrides: Record<string, Record<string, string>> = {};
  for (const setting of settings) {
    const [, app, name, value] = /^([\w-]+)\.(\w+)=(.*)$/s.exec(setting) ?? [];
    if (!app || !name || value === undefined)
      throw new UserError(`--set wants app.NAME=value, not ${setting}`);
    (overrides[app] ??= {})[name] = value;
  }
  return overrides;
}

type Given<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** Fills in what was not given and checks what was. */
export function stackOptions(given: Given<StackOptions>): StackOptions {
  const options: StackOptions = {
    portBase: given.portBase ?? portBaseFromEnvironment(),
    broker: given.broker ?? "kafka",
    file: given.file ?? join(root, "dapr.yaml"),
    overrides: given.overrides ?? {},
    replicas: given.replicas ?? {},
  };
  parsePortBase(String(options.portBase), portSpansOf(options.replicas));
  const broker = join(root, "components/brokers", options.broker);
  if (!existsSync(broker))
    throw new UserError(
      `there is no broker ${options.broker}: ${broker} is missing`,
    );
  if (!existsSync(options.file))
    throw new UserError(`${options.file} is missing`);
  return options;
}
