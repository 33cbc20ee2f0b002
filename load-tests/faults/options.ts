import { readArguments, UserError } from "@rentezy/local";
import { kinds, nameOf } from "./kinds.js";
import type { Kind } from "./kinds.js";

/** What a run of faults is asked for. */
export interface FaultOptions {
  readonly portBase: number;
  readonly seed: number;
  readonly minutes: number;
  readonly kinds: readonly Kind[];
}

/** Access tokens live for 15 minutes, and no run outlives the ones it began with. */
const MOST_MINUTES = 10;

const MOST_SEED = 2 ** 31 - 1;

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UserError(
    `--${name} wants a number from 1 to ${most}, not ${text}`,
  );
}

/** The kinds whose names contain one of these words. Throws UserError for a word that no name contains. */
function chosen(words: readonly string[]): readonly Kind[] {
  if (words.length === 0) return kinds;
  for (const word of words)
    if (!kinds.some((kind) => nameOf(kind).includes(word)))
      throw new UserError(
        `no fault is called ${word}; there are:\n  ${kinds.map(nameOf).join("\n  ")}`,
      );
  return kinds.filter((kind) =>
    words.some((word) => nameOf(kind).includes(word)),
  );
}

/** Reads the command line; undefined when help is wanted. Throws UserError for what makes no sense. */
export function readFaultOptions(
  args: readonly string[],
  drawnSeed: number,
): FaultOptions | undefined {
  const { portBase, flags, texts, lists, names } = readArguments(args, {
    flags: ["help"],
    texts: ["seed", "minutes"],
    lists: ["only"],
  });
  if (flags.has("help")) return undefined;
  if (names.length > 0)
    throw new UserError(`faults takes options only, not ${names.join(" ")}`);
  const { seed, minutes = "5" } = texts;
  return {
    portBase,
    seed: seed === undefined ? drawnSeed : wholeNumber("seed", seed, MOST_SEED),
    minutes: wholeNumber("minutes", minutes, MOST_MINUTES),
    kinds: chosen(lists.only ?? []),
  };
}
