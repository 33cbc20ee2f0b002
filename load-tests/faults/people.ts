/** Tenants who book, pay, decline, cancel and walk away, as long as the run lasts. */
import { nextMonth } from "@rentezy/local/client";
import type { CallEdge } from "@rentezy/local/client";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { subjectOf } from "../harness/told.js";
import { throwDice } from "./dice.js";
import type { Dice } from "./dice.js";
import { askPatiently } from "./patience.js";
import type { Ask } from "./patience.js";
import type { StripeDesk } from "./stripe.js";
import type { Told } from "./told.js";
import { ways } from "./ways.js";

/** What a day of many people came to. */
export interface Day {
  readonly bookings: readonly Told["bookings"][number][];
  /** Way -> how many went it. */
  readonly went: Readonly<Record<string, number>>;
  /** Bookings refused because nothing was left. */
  readonly soldOut: number;
  /** Requests given up without an answer. */
  readonly unanswered: number;
  /** Answers that nothing excuses, in words. */
  readonly wrong: readonly string[];
}

export interface Town {
  readonly call: CallEdge;
  readonly stripe: StripeDesk;
  readonly tokens: readonly string[];
  /** Kinds of rooms with enough for all. */
  readonly plenty: readonly string[];
  /** Kinds with few rooms, in the order in which they come into fashion. */
  readonly scarce: readonly string[];
  readonly seed: number;
  /** Names of the ways that they go. */
  readonly ways: readonly string[];
  /** Milliseconds since 1970. */
  readonly beginsAtMs: number;
  /** Milliseconds since 1970; nobody books after that, and all go their way to its end. */
  readonly endsAtMs: number;
}

const booked = z.object({
  booking: z.object({ id: z.uuid(), holdExpiresAt: z.iso.datetime() }),
});
const refused = z.object({ code: z.string() });

type Tally = {
  bookings: Told["bookings"][number][];
  went: Record<string, number>;
  soldOut: number;
  unanswered: number;
  wrong: string[];
};

/** Books one room; what was booked, if so. */
async function book(
  ask: Ask,
  tally: Tally,
  token: string,
  roomId: string,
): Promise<{ id: string; holdExpiresAt: string } | undefined> {
  const answer = await ask("/api/booking/bookings", {
    method: "POST",
    token,
    headers: { "idempotency-key": randomUUID() },
    body: { roomId, moveInDate: nextMonth() },
  });
  if (!answer) return undefined;
  const { status, body } = answer;
  if (status === 201 || status === 200) {
    const { booking } = booked.parse(body);
    const tenantId = subjectOf(token);
    tally.bookings.push({ bookingId: booking.id, roomId, tenantId });
    return booking;
  }
  const code = refused.safeParse(body).data?.code;
  if (code === "BOOKING.SOLD_OUT") tally.soldOut += 1;
  else tally.wrong.push(`a booking was answered ${status} ${code ?? ""}`);
  return undefined;
}

/** How many scarce kinds everybody wants at once, and for how long, in milliseconds; then they want the next. */
const IN_FASHION = { kinds: 4, ms: 30_000 } as const;

/** How many scarce kinds a run wants, so that something is fought for until its end. */
export const scarceKindsFor = (lastsMs: number): number =>
  Math.ceil(lastsMs / IN_FASHION.ms) * IN_FASHION.kinds;

/** What is in fashion, every other time. */
function wanted(town: Town, dice: Dice): string {
  const turn = Math.floor((Date.now() - town.beginsAtMs) / IN_FASHION.ms);
  const last = town.scarce.length - IN_FASHION.kinds;
  const first = Math.min(turn * IN_FASHION.kinds, last);
  const scarce = town.scarce.slice(first, first + IN_FASHION.kinds);
  const rooms = dice.between(0, 1) === 0 ? town.plenty : scarce;
  return rooms[dice.between(0, rooms.length - 1)] ?? "";
}

/** Between two bookings of one person, at most, in milliseconds. */
const PAUSE_MS = 2_000;

async function live(
  town: Town,
  tally: Tally,
  token: string,
  number: number,
): Promise<void> {
  const dice = throwDice(town.seed * 1_000 + number);
  const ask = askPatiently(town.call, {
    wrong: (what) => tally.wrong.push(what),
    unanswered: () => {
      tally.unanswered += 1;
    },
  });
  while (Date.now() < town.endsAtMs) {
    const roomId = wanted(town, dice);
    const name = town.ways[dice.between(0, town.ways.length - 1)] ?? "";
    await sleep(dice.between(0, PAUSE_MS));
    const booking = await book(ask, tally, token, roomId);
    if (!booking) continue;
    tally.went[name] = (tally.went[name] ?? 0) + 1;
    await ways[name]?.({
      ask,
      token,
      bookingId: booking.id,
      holdExpiresAtMs: Date.parse(booking.holdExpiresAt),
      stripe: town.stripe,
      dice,
    }).catch((error: unknown) => {
      tally.wrong.push(`who ${name} could not: ${String(error)}`);
    });
  }
}

/** Lets everybody live until the day is over; each person's choices follow from the seed. */
export async function spendTheDay(town: Town): Promise<Day> {
  const tally: Tally = {
    bookings: [],
    went: {},
    soldOut: 0,
    unanswered: 0,
    wrong: [],
  };
  await Promise.all(
    town.tokens.map((token, number) => live(town, tally, token, number)),
  );
  return tally;
}
