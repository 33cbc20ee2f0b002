import { z } from "zod";

/** An error answer: RFC 9457 `application/problem+json` with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  requestId: z.string().optional(),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional(),
});
export type Problem = z.infer<typeof problem>;

/** The media type of a problem. */
export const PROBLEM_MEDIA_TYPE = "application/problem+json";
