import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import { UserError } from "../progress.js";
import { portBaseFromEnvironment } from "../stack/options.js";
import { parsePortBase } from "../stack/ports.js";

/** A command of `npm run`. */
export interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

interface Arguments {
  readonly names: string[];
  readonly portBase: number;
  readonly flags: ReadonlySet<string>;
  readonly texts: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, string[]>>;
}

/** The flags that may be given as one letter. */
const letters: Readonly<Record<string, { readonly short: string }>> = {
  follow: { short: "f" },
  help: { short: "h" },
};

/** Reads a command line: `--port-base` always, and the flags, texts and lists that the command names. */
export function readArguments(
  args: readonly string[],
  wanted: {
    flags?: readonly string[];
    texts?: readonly string[];
    lists?: readonly string[];
  } = {},
): Arguments {
  const options: NonNullable<ParseArgsConfig["options"]> = {
    "port-base": { type: "string" },
  };
  for (const name of wanted.flags ?? [])
    options[name] = { type: "boolean", ...letters[name] };
  for (const name of wanted.texts ?? []) options[name] = { type: "string" };
  for (const name of wanted.lists ?? [])
    options[name] = { type: "string", multiple: true };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    const base = values["port-base"];
    const texts = Object.entries(values).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    const lists = Object.entries(values).flatMap(([name, value]) =>
      Array.isArray(value) ? [[name, value.map(String)] as const] : [],
    );
    return {
      names: positionals,
      portBase:
        typeof base === "string"
          ? parsePortBase(base)
          : portBaseFromEnvironment(),
      flags: new Set(
        Object.keys(values).filter((name) => values[name] === true),
      ),
      texts: Object.fromEntries(texts),
      lists: Object.fromEntries(lists),
    };
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

/** The one name that a command needs. */
export function onlyName(names: readonly string[], usage: string): string {
  const [name, ...more] = names;
  if (name && more.length === 0) return name;
  throw new UserError(`usage: ${usage}`);
}
