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

/** Bad in every state of the tables: a missing value, a value that a CHECK refuses. */
const BAD_VALUES = ["23502", "23514"];

/** Undefined for what is no failed statement. */
function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  return (error.driverError as { code?: string }).code ?? "";
}

/** True when a statement will fail again with the same values: what they are is wrong, not when they came. */
export function blamesValues(error: unknown): boolean {
  const code = sqlStateOf(error);
  if (code === undefined) return false;
  return code.startsWith("22") || BAD_VALUES.includes(code);
}

/**
 * True when a statement of many rows failed by what it holds together, bad values or locks that
 * met another's, and not by the state of the server or the connection: its rows, one by one, may
 * pass.
 */
export function blamesRows(error: unknown): boolean {
  const code = sqlStateOf(error);
  if (code === undefined) return false;
  return code === DEADLOCK || CLASSES_OF_VALUES.includes(code.slice(0, 2));
}
