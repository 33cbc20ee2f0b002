import { refusal } from "./errors.js";

const LATEST_YEARS_AHEAD = 2;

/** Days change at midnight where the rooms are, in India: five and a half hours ahead all year. */
const INDIA_AHEAD_MS = 5.5 * 3_600_000;

const dayInIndia = (time: Date) =>
  new Date(time.getTime() + INDIA_AHEAD_MS).toISOString().slice(0, 10);

/**
 * Refuses a day that has passed or is too far ahead; days as `YYYY-MM-DD`, which compare as text.
 *
 * @throws DomainError `BOOKING.MOVE_IN_IN_PAST` or `BOOKING.MOVE_IN_TOO_FAR`.
 */
export function checkMoveInDate(day: string, now: Date): void {
  const earliest = dayInIndia(now);
  const latest = `${Number(earliest.slice(0, 4)) + LATEST_YEARS_AHEAD}${earliest.slice(4)}`;
  if (day < earliest) throw refusal("BOOKING.MOVE_IN_IN_PAST");
  if (day > latest) throw refusal("BOOKING.MOVE_IN_TOO_FAR");
}
