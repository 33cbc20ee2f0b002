import type { Wish } from "../dead-letters.js";
import { openStack } from "../index.js";
import type { Stack } from "../index.js";
import { UserError } from "../progress.js";
import { readArguments } from "./arguments.js";
import type { Command } from "./arguments.js";
import { load } from "./load-module.js";

const usage = `npm run dead-letters -- list [--app NAME] [--payload] [--port-base N]
npm run dead-letters -- replay (--id ID | --all) [--app NAME] [--port-base N]
  Events that a service could not handle. replay exits 1 when one of them fails again.`;

/** What is asked for; throws a UserError with the usage when that is not clear. */
export function wishOf(
  names: readonly string[],
  flags: ReadonlySet<string>,
  { id, app }: Readonly<Record<string, string>>,
): Wish {
  const [verb, ...more] = names;
  const of = app === undefined ? {} : { app };
  if (more.length === 0 && verb === "list" && !id && !flags.has("all"))
    return { ...of, verb, payload: flags.has("payload") };
  const one = id !== undefined;
  if (more.length === 0 && verb === "replay" && one !== flags.has("all"))
    return { ...of, verb, ...(one && { id }) };
  throw new UserError(`usage: ${usage}`);
}

async function deadLetters(args: readonly string[]): Promise<void> {
  const wanted = { flags: ["all", "payload"], texts: ["id", "app"] };
  const { names, portBase, flags, texts } = readArguments(args, wanted);
  const wish = wishOf(names, flags, texts);
  const { grant } = await load<{
    grant: (stack: Stack, wish: Wish) => Promise<void>;
  }>("../dead-letters.ts");
  await grant(await openStack(portBase), wish);
}

export const deadLettersCommand: Command = { usage, run: deadLetters };
