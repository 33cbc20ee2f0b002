import { readArguments, UserError } from "@rentezy/local";
import { kinds, nameOf } from "./kinds.js";
import type { Kind } from "./kinds.js";
import { behaviours } from "./behaviours.js";

/** What a run of faults is asked for. */
export interface FaultOptions {
  readonly portBase: number;
  readonly seed: number;
  readonly minutes: number;
  /** How many tenants. */
  readonly people: number;
  readonly kinds: readonly Kind[];
  /** Names of what people do. */
  readonly behaviours: readonly string[];
  /** How long it may take, after the faults, until all is quiet. */
  readonly restSeconds: number;
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** A run of less would have no fault; access tokens live for 15 minutes, and no run outlives its own. */
const MINUTES = { least: 0.25, most: 10 };
const SEEDS = { least: 1, most: 2 ** 31 - 1, whole: true };
const PEOPLE = { least: 1, most: 300, whole: true };
const REST_SECONDS = { least: 1, most: 300, whole: true };

function numberIn(
  { least, most, whole }: Range,
  name: string,
  text: string,
): number {
  const value = Number(text);
  if (value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  throw new UserError(
    `--${name} wants a ${whole ? "whole " : ""}number from ${least} to ${most}, not ${text}`,
  );
}

/** Those whose names contain one of these words, or all. Throws UserError for a word that no name contains. */
function chosen<One>(
  what: string,
  all: readonly One[],
  named: (one: One) => string,
  words: readonly string[] = [],
): readonly One[] {
  for (const word of words)
    if (!all.some((one) => named(one).includes(word)))
      throw new UserError(
        `no ${what} is called ${word}; there are:\n  ${all.map(named).join("\n  ")}`,
      );
  return words.length === 0
    ? all
    : all.filter((one) => words.some((word) => named(one).includes(word)));
}

/** Reads the command line; undefined when help is wanted. Throws UserError for what makes no sense. */
export function readFaultOptions(
  args: readonly string[],
  drawnSeed: number,
): FaultOptions | undefined {
  const { portBase, flags, texts, lists, names } = readArguments(args, {
    flags: ["help"],
    texts: ["seed", "minutes", "people", "rest"],
    lists: ["only", "behaviours"],
  });
  if (flags.has("help")) return undefined;
  if (names.length > 0)
    throw new UserError(`faults takes options only, not ${names.join(" ")}`);
  const { seed, minutes = "5", people = "30", rest = "180" } = texts;
  return {
    portBase,
    seed: seed === undefined ? drawnSeed : numberIn(SEEDS, "seed", seed),
    minutes: numberIn(MINUTES, "minutes", minutes),
    people: numberIn(PEOPLE, "people", people),
    kinds: chosen("fault", kinds, nameOf, lists.only),
    behaviours: chosen(
      "behaviour",
      Object.keys(behaviours),
      String,
      lists.behaviours,
    ),
    restSeconds: numberIn(REST_SECONDS, "rest", rest),
  };
}
