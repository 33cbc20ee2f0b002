import { refusal } from "./errors.js";

const LATEST_YEARS_AHEAD = 2;

/** Days change at midnight where the rooms are. */
const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Kolkata" });

/**
 * Refuses a day that has passed or is too far ahead; days as `YYYY-MM-DD`, which compare as text.
 *
 * @throws DomainError `BOOKING.MOVE_IN_IN_PAST` or `BOOKING.MOVE_IN_TOO_FAR`.
 */
export function checkMoveInDate(day: string, now: Date): void {
  const earliest = today.format(now);
  const latest = `${Number(earliest.slice(0, 4)) + LATEST_YEARS_AHEAD}${earliest.slice(4)}`;
  if (day < earliest) throw refusal("BOOKING.MOVE_IN_IN_PAST");
  if (day > latest) throw refusal("BOOKING.MOVE_IN_TOO_FAR");
}
