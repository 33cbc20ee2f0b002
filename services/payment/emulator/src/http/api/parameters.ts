/** Stripe's parameters: form fields, so everything arrives as text; refused in Stripe's words. */
import { z } from "zod";
import { invalidParameter, type StripeError } from "../../domain/errors.js";

export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, "Invalid integer")
  .transform(Number);

export const text = z.string().min(1).max(5_000);

export const webAddress = z
  .url({ protocol: /^https?$/, error: "Not a valid URL" })
  .max(5_000);

/** Stripe's limits: 50 keys of 40 characters, values of 500. */
export const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine(
    (given) => Object.keys(given).length <= 50,
    "You can specify up to 50 keys",
  )
  .default({});

/** What every list takes. */
export const listParameters = {
  limit: integer.pipe(z.number().min(1).max(100)).default(10),
  starting_after: text.optional(),
  created: z
    .union([
      integer.transform((at) => ({ gte: at, lte: at })),
      z.strictObject({
        gt: integer.optional(),
        gte: integer.optional(),
        lt: integer.optional(),
        lte: integer.optional(),
      }),
    ])
    .default({}),
};

/** The page that a list's parameters ask for. */
export const pageOf = (given: z.infer<z.ZodObject<typeof listParameters>>) => ({
  limit: given.limit,
  startingAfter: given.starting_after,
  created: given.created,
});

/** line_items[0][price_data][currency] */
const parameterName = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`))
    .join("");

function asStripeError(issue: z.core.$ZodIssue): StripeError {
  const name = parameterName(issue.path);
  if (issue.code === "unrecognized_keys") {
    const unknown = parameterName([...issue.path, issue.keys[0] ?? ""]);
    return invalidParameter(
      `Received unknown parameter: ${unknown}`,
      unknown,
      "parameter_unknown",
    );
  }
  if (issue.input === undefined && issue.code !== "custom")
    return invalidParameter(
      `Missing required param: ${name}.`,
      name,
      "parameter_missing",
    );
  if (issue.code === "too_small" && issue.input === "")
    return invalidParameter(
      `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset.`,
      name,
      "parameter_invalid_empty",
    );
  const code =
    issue.message === "Invalid integer"
      ? "parameter_invalid_integer"
      : undefined;
  return invalidParameter(`${issue.message}: ${name}`, name, code);
}

/** The parameters as the schema reads them. Throws Stripe's error about the first that is wrong. */
export function readParameters<S extends z.ZodType>(
  schema: S,
  given: unknown,
): z.infer<S> {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw first === undefined
    ? invalidParameter("Invalid request", "")
    : asStripeError(first);
}

const none = z.strictObject({});

/** Throws Stripe's error when an operation that takes no parameters is given one. */
export function refuseParameters(given: unknown): void {
  readParameters(none, given);
}
