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

const DEADLOCK = "40P01";

/**
 * True when a statement of many rows failed by what it holds together, bad values or locks that
 * met another's, and not by the state of the server or the connection: its rows, one by one, may
 * pass.
 */
export function blamesRows(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code = "" } = error.driverError as { code?: string };
  return code === DEADLOCK || CLASSES_OF_VALUES.includes(code.slice(0, 2));
}
