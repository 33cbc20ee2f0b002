import { z } from "zod";

/** Identifiers are UUIDs, version 7 where we make them: they sort by time of creation. */
export const uuid = z.uuid();

/** Money in paise (1 rupee = 100 paise), an integer; at most 1 crore rupees, far from overflow. */
export const paise = z.int().min(0).max(1_000_000_000);

/** The only currency traded today. */
export const currency = z.literal("INR");

/** An instant as ISO 8601 in UTC, for example `2026-11-23T08:30:00.000Z`. */
export const instant = z.iso.datetime();

/** A calendar day as ISO 8601, for example `2026-12-01`. */
export const day = z.iso.date();

/**
 * Text on one line, trimmed. Control characters and halves of surrogate pairs are refused:
 * PostgreSQL can hold neither, so they would fail as an internal error far from here.
 */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must be plain text on one line");

/** Text that may be empty and have several lines; otherwise as `line`. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cs}\0-\x08\v\f\x0e-\x1f\x7f-\x9f]*$/u, "must be plain text");
