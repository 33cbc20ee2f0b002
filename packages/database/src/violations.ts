import { QueryFailedError } from "typeorm";

const UNIQUE_VIOLATION = "23505";

/** True when the statement failed on this unique constraint or index. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const detail = error.driverError as { code?: string; constraint?: string };
  return detail.code === UNIQUE_VIOLATION && detail.constraint === constraint;
}

/** SQLSTATE classes of what a statement's own values can do wrong: data exceptions, constraints. */
const CLASSES_OF_VALUES = ["22", "23"];

/** True when the statement failed by its values, not by the state of the server or the connection. */
export function blamesValues(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code = "" } = error.driverError as { code?: string };
  return CLASSES_OF_VALUES.includes(code.slice(0, 2));
}
