import { readArguments, UserError } from "@rentezy/local";
import type { Asked, Scenario } from "./scenario.js";

type Offered = Pick<Scenario, "name" | "takes">;

/** What a load run is asked for. */
export interface LoadOptions<Chosen extends Offered> {
  readonly scenario: Chosen;
  readonly portBase: number;
  readonly runs: number;
  readonly asked: Asked;
}

/** The bounds of the numbers that can be asked for. */
const bounds = {
  runs: [1, 100],
  rate: [1, 10_000],
  // Access tokens live for 15 minutes, and no run outlives the ones it began with.
  seconds: [1, 780],
} as const;

function numberOf(name: keyof typeof bounds, text: string): number {
  const [least, most] = bounds[name];
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UserError(
    `--${name} wants a number from ${least} to ${most}, not ${text}`,
  );
}

/** Reads the command line; undefined when help is wanted. Throws UserError for what makes no sense. */
export function readOptions<Chosen extends Offered>(
  args: readonly string[],
  scenarios: readonly Chosen[],
): LoadOptions<Chosen> | undefined {
  const { names, portBase, flags, texts } = readArguments(args, {
    flags: ["help", "find"],
    texts: ["runs", "rate", "seconds"],
  });
  if (flags.has("help")) return undefined;
  const [wanted = "", ...more] = names;
  const known = scenarios.map(({ name }) => name);
  const scenario = scenarios.find(({ name }) => name === wanted);
  if (!scenario || more.length > 0)
    throw new UserError(
      `name one scenario: ${known.join(", ")}; as in npm run load -- ${known[0] ?? ""}`,
    );
  const { runs = "1", rate, seconds } = texts;
  const asked: Asked = {
    ...(rate !== undefined && { rate: numberOf("rate", rate) }),
    ...(seconds !== undefined && { seconds: numberOf("seconds", seconds) }),
    ...(flags.has("find") && { find: true }),
  };
  for (const name of Object.keys(asked) as (keyof Asked)[])
    if (!scenario.takes?.includes(name))
      throw new UserError(`${scenario.name} takes no --${name}`);
  return { scenario, portBase, runs: numberOf("runs", runs), asked };
}
