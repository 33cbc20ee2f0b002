import { QueryFailedError } from "typeorm";

const UNIQUE_VIOLATION = "23505";
const CHECK_VIOLATION = "23514";

function violates(error: unknown, code: string, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const detail = error.driverError as { code?: string; constraint?: string };
  return detail.code === code && detail.constraint === constraint;
}

/** True when the statement failed on this unique constraint or index. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  return violates(error, UNIQUE_VIOLATION, constraint);
}

/** True when the statement failed on this check constraint. */
export function violatesCheck(error: unknown, constraint: string): boolean {
  return violates(error, CHECK_VIOLATION, constraint);
}
