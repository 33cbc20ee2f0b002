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
