import {
  parsePortBase,
  portBaseFromEnvironment,
  UserError,
} from "@rentezy/local";
import { parseArgs } from "node:util";

/** What a load run is asked for. */
export interface LoadOptions {
  readonly scenario: string;
  readonly portBase: number;
  readonly runs: number;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "port-base": { type: "string" },
        runs: { type: "string", default: "1" },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line; undefined when help is wanted. Throws UserError for what makes no sense. */
export function readOptions(
  args: readonly string[],
  scenarios: readonly string[],
): LoadOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [scenario = "", ...more] = positionals;
  if (!scenarios.includes(scenario) || more.length > 0)
    throw new UserError(
      `name one scenario: ${scenarios.join(", ")}; as in npm run load -- ${scenarios[0] ?? ""}`,
    );
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > 100)
    throw new UserError(
      `--runs wants a number from 1 to 100, not ${values.runs}`,
    );
  const base = values["port-base"];
  const portBase =
    base === undefined ? portBaseFromEnvironment() : parsePortBase(base);
  return { scenario, portBase, runs };
}
