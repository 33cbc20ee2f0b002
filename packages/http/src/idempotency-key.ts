import { uuid } from "@rentezy/contracts";
import type { Request } from "express";
import { HttpProblem } from "./problem.js";

/**
 * The client's Idempotency-Key, a UUID that names one attempt however often it is sent.
 *
 * @throws HttpProblem 400 `IDEMPOTENCY.KEY_REQUIRED` or `IDEMPOTENCY.KEY_INVALID`.
 */
export function idempotencyKeyOf(request: Request): string {
  const key = request.get("idempotency-key");
  if (key === undefined) {
    throw new HttpProblem(
      400,
      "IDEMPOTENCY.KEY_REQUIRED",
      "An Idempotency-Key header is required",
      {
        detail:
          "Send a new UUID with each new attempt, and the same UUID when you repeat one.",
      },
    );
  }
  const parsed = uuid.safeParse(key);
  if (!parsed.success) {
    throw new HttpProblem(
      400,
      "IDEMPOTENCY.KEY_INVALID",
      "The Idempotency-Key must be a UUID",
    );
  }
  return parsed.data.toLowerCase();
}
