import type { z } from "zod";
import { HttpProblem } from "./problem.js";

/**
 * Checks one part of a request against its schema.
 *
 * @param where names the part in the problem: `body`, `path`, `query` or `header`.
 * @throws HttpProblem 422 `REQUEST.INVALID`, listing every field that is wrong.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpProblem(422, "REQUEST.INVALID", "The request is not valid", {
    detail: `The ${where} does not have the form that this operation asks for.`,
    errors: result.error.issues.map((issue) => ({
      path: [where, ...issue.path.map(String)].join("."),
      message: issue.message,
    })),
  });
}
