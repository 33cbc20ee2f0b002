/** Tenants who book, pay, decline, cancel and walk away, as long as the run lasts. */
import { nextMonth } from "@rentezy/local/client";
import type { CallEdge, Credentials } from "@rentezy/local/client";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { subjectOf } from "../harness/told.js";
import { createRandom } from "./random.js";
import type { Random } from "./random.js";
import { createRetryingClient } from "./retrying-client.js";
import type { Ask } from "./retrying-client.js";
import type { EmulatorControl } from "./emulator-control.js";
import type { Told } from "./told.js";
import { behaviours } from "./behaviours.js";

/** What the workload came to. */
export interface WorkloadResult {
  readonly bookings: readonly Told["bookings"][number][];
  /** Behaviour -> how often. */
  readonly behaviours: Readonly<Record<string, number>>;
  /** Bookings refused because nothing was left. */
  readonly soldOut: number;
  /** Requests given up without an answer. */
  readonly unanswered: number;
  /** Answers that nothing excuses, in words. */
  readonly wrong: readonly string[];
}

/** Somebody who is signed in. */
export interface Person extends Credentials {
  readonly accessToken: string;
}

export interface Workload {
  readonly call: CallEdge;
  readonly stripe: EmulatorControl;
  readonly people: readonly Person[];
  /** Kinds of rooms with enough for all. */
  readonly plenty: readonly string[];
  /** Kinds with few rooms, in the order in which they are wanted. */
  readonly scarce: readonly string[];
  readonly seed: number;
  /** Names of what they do. */
  readonly behaviours: readonly string[];
  /** Milliseconds since 1970. */
  readonly beginsAtMs: number;
  /** Milliseconds since 1970; nobody books after that, and all finish what they have begun. */
  readonly endsAtMs: number;
}

const booked = z.object({
  booking: z.object({ id: z.uuid(), holdExpiresAt: z.iso.datetime() }),
});
const refused = z.object({ code: z.string() });

type Tally = {
  bookings: Told["bookings"][number][];
  behaviours: Record<string, number>;
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
const ROTATION = { kinds: 4, ms: 30_000 } as const;

/** How many scarce kinds a run wants, so that something is fought for until its end. */
export const scarceKindsFor = (lastsMs: number): number =>
  Math.ceil(lastsMs / ROTATION.ms) * ROTATION.kinds;

/** One of the scarce kinds whose turn it is, every other time. */
function chooseRoom(workload: Workload, random: Random): string {
  const turn = Math.floor((Date.now() - workload.beginsAtMs) / ROTATION.ms);
  const last = workload.scarce.length - ROTATION.kinds;
  const first = Math.min(turn * ROTATION.kinds, last);
  const scarce = workload.scarce.slice(first, first + ROTATION.kinds);
  const rooms = random.between(0, 1) === 0 ? workload.plenty : scarce;
  return rooms[random.between(0, rooms.length - 1)] ?? "";
}

/** Between two bookings of one person, at most, in milliseconds. */
const PAUSE_MS = 2_000;

async function runUser(
  workload: Workload,
  tally: Tally,
  person: Person,
  number: number,
): Promise<void> {
  const random = createRandom(workload.seed * 1_000 + number);
  const ask = createRetryingClient(workload.call, {
    wrong: (what) => tally.wrong.push(what),
    unanswered: () => {
      tally.unanswered += 1;
    },
  });
  while (Date.now() < workload.endsAtMs) {
    const roomId = chooseRoom(workload, random);
    const name =
      workload.behaviours[random.between(0, workload.behaviours.length - 1)] ??
      "";
    await sleep(random.between(0, PAUSE_MS));
    const { accessToken: token } = person;
    const booking = await book(ask, tally, token, roomId);
    if (!booking) continue;
    tally.behaviours[name] = (tally.behaviours[name] ?? 0) + 1;
    await behaviours[name]?.({
      ask,
      credentials: person,
      token,
      roomId,
      bookingId: booking.id,
      holdExpiresAtMs: Date.parse(booking.holdExpiresAt),
      stripe: workload.stripe,
      random,
    }).catch((error: unknown) => {
      tally.wrong.push(`who ${name} could not: ${String(error)}`);
    });
  }
}

/** Lets everybody book and pay until the time is over; each person's choices follow from the seed. */
export async function runWorkload(workload: Workload): Promise<WorkloadResult> {
  const tally: Tally = {
    bookings: [],
    behaviours: {},
    soldOut: 0,
    unanswered: 0,
    wrong: [],
  };
  await Promise.all(
    workload.people.map((person, number) =>
      runUser(workload, tally, person, number),
    ),
  );
  return tally;
}
