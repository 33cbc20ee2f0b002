/** What the scenarios have in common whose requests arrive at a rate: a stream of wishes for one room after the other. */
import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import type { Load } from "./load.js";
import { listRooms, prepareTenants, writeRooms } from "./prepare.js";
import type { Result } from "./result.js";
import type { RunContext } from "./scenario.js";
import { countOf } from "./summary.js";

/** Tells what counts of a stream from its warm-up. */
export const COUNTED = "phase:counted";

/** One is left of each room: those who get one come as evenly as those who do not. */
const LEFT = 1;

/** So many want a room, roughly, before the next one is wanted: one in so many gets one. */
const WISHES_A_ROOM = 400;

/** How long a room is wanted at a rate, in half seconds, so that the share of those who get one is alike at most rates. */
export const secondsPerRoom = (rate: number): number =>
  Math.max(1, Math.round((2 * WISHES_A_ROOM) / rate)) / 2;

/** A stream of wishes. */
export interface Stream {
  /** scenarios/<script>.js */
  readonly script: string;
  /** A second; of the phase that counts. */
  readonly rate: number;
  /** Of all phases together. */
  readonly lasts: number;
  readonly settings: Readonly<Record<string, number>>;
}

/** What a stream came to. */
export interface Streamed extends Load {
  /** Broken invariants, in words. */
  readonly broken: readonly string[];
}

/** Lists the rooms, sends the stream and asks the database. */
export async function stream(
  context: RunContext,
  { script, rate, lasts, settings }: Stream,
): Promise<Streamed> {
  const tokensFile = await prepareTenants(context, lasts);
  const roomSeconds = secondsPerRoom(rate);
  const roomIds = await listRooms(context, {
    title: "One room after the other",
    // The last ones to arrive may do so a little late.
    kinds: Math.ceil(lasts / roomSeconds) + 1,
    quantity: LEFT,
  });
  const numbers = { ...settings, RATE: rate, ROOM_SECONDS: roomSeconds };
  context.say(`k6: ${rate} bookings a second; all of it takes ${lasts} s`);
  const loaded = await load(context, script, {
    TOKENS_FILE: tokensFile,
    ROOMS_FILE: await writeRooms(context, roomIds),
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [name, String(value)]),
    ),
  });
  const broken = await findBroken(context.stack, roomIds, {
    quantity: LEFT,
    granted: countOf(loaded.summary, "bookings_granted"),
  });
  return { ...loaded, broken };
}

/** What share of the wishes was granted, in words: the rest is refused, which is less work. */
export function shareNote({ granted, refused }: Result, rate: number): string {
  const share = ((100 * granted) / Math.max(1, granted + refused)).toFixed(1);
  const seconds = secondsPerRoom(rate);
  return (
    `asked for were ${rate} bookings a second; every ${seconds} s another room with ${LEFT} left is what everybody wants.\n` +
    `${share} % were granted, and each of those is seen through beside the load; all others were refused as sold out.`
  );
}
