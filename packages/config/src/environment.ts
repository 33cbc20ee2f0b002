import type { z } from "zod";

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An environment that an app cannot run in; the message names variables and never shows values. */
export class InvalidEnvironment extends Error {
  override readonly name = "InvalidEnvironment";
}

/**
 * Reads an environment by its schema. An empty variable counts as an absent one, because templates
 * of manifests leave empty ones behind.
 *
 * @throws InvalidEnvironment naming every variable that is missing or not valid.
 */
export function parseEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const [name, ...inside] = path.map(String);
    if (name === undefined) return `  ${message}`;
    if (!(name in given)) return `  ${name} is missing`;
    return `  ${[name, ...inside].join(".")} is not valid: ${message}`;
  });
  throw new InvalidEnvironment(
    ["The environment is not complete:", ...new Set(lines)].join("\n"),
  );
}

/**
 * Reads the environment that an app starts in. When it is not valid, says so on standard error and
 * ends the process with code 1: there is no logger yet, and a stack trace would hide the names.
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
): z.infer<Schema> {
  try {
    return parseEnvironment(schema, environment);
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
