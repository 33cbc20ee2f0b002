import { readArguments, UserError } from "@rentezy/local";

/** What a load run is asked for. */
export interface LoadOptions {
  readonly scenario: string;
  readonly portBase: number;
  readonly runs: number;
}

/** Reads the command line; undefined when help is wanted. Throws UserError for what makes no sense. */
export function readOptions(
  args: readonly string[],
  scenarios: readonly string[],
): LoadOptions | undefined {
  const { names, portBase, flags, texts } = readArguments(args, {
    flags: ["help"],
    texts: ["runs"],
  });
  if (flags.has("help")) return undefined;
  const [scenario = "", ...more] = names;
  if (!scenarios.includes(scenario) || more.length > 0)
    throw new UserError(
      `name one scenario: ${scenarios.join(", ")}; as in npm run load -- ${scenarios[0] ?? ""}`,
    );
  const { runs: times = "1" } = texts;
  const runs = Number(times);
  if (!Number.isInteger(runs) || runs < 1 || runs > 100)
    throw new UserError(`--runs wants a number from 1 to 100, not ${times}`);
  return { scenario, portBase, runs };
}
