/** Who and what the stories share: the people, the rooms, the bookings made so far. */
import { randomUUID } from "node:crypto";
import {
  cancel,
  createEdge,
  findCheckout,
  readBooking,
  readStock,
  register,
  reserve,
  rupees,
  signIn,
} from "../client/index.js";
import type { Booking } from "../client/index.js";
import type { Stack } from "../index.js";
import { createNarrator, shortId } from "./narrator.js";
import type { Narrator } from "./narrator.js";
import { createStripe } from "./stripe.js";
import type { Stripe } from "./stripe.js";

/** Somebody who has signed in. */
export interface Person {
  readonly name: string;
  readonly token: string;
}

export interface Room {
  readonly id: string;
  readonly name: string;
}

/** A booking with the one who made it. */
export interface Made {
  readonly bookingId: string;
  readonly tenant: Person;
  readonly room: Room;
}

export interface Stage extends Narrator {
  readonly stack: Stack;
  readonly stripe: Stripe;
  /** Every booking of this demo, for the money is counted after each ending. */
  readonly bookings: readonly Made[];
  readonly enter: (
    name: string,
    role: "tenant" | "landlord",
  ) => Promise<Person>;
  readonly reserve: (tenant: Person, room: Room) => Promise<Made>;
  readonly checkout: (made: Made) => Promise<string>;
  readonly cancel: (made: Made) => Promise<Booking>;
  readonly read: (made: Made) => Promise<Booking>;
  /** Rooms left; undefined while booking has not heard of the room. */
  readonly left: (room: Room) => Promise<number | undefined>;
}

const tellBooking = ({ id, status, amountPaise, holdExpiresAt }: Booking) =>
  `booking ${shortId(id)} is ${status}, ${rupees(amountPaise)}` +
  (status === "reserved"
    ? `, held until ${holdExpiresAt.slice(11, 19)} UTC`
    : "");

async function enter(
  { act }: Narrator,
  name: string,
  role: "tenant" | "landlord",
): Promise<Person> {
  const password = randomUUID();
  const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`;
  await act(
    `${name} registers as a ${role}`,
    (call) => register(call, { name, email, password, role }),
    (id) => `user ${shortId(id)}`,
  );
  const { accessToken } = await act(
    `${name} signs in`,
    (call) => signIn(call, { email, password }),
    () => "an access token of 15 minutes, and a refresh cookie",
  );
  return { name, token: accessToken };
}

/** Sets the stage in front of a running stack; lines are printed as they happen. */
export function setStage(stack: Stack, print: (line: string) => void): Stage {
  const edge = createEdge(stack.urls.gateway ?? "");
  const narrator = createNarrator(edge, print);
  const key = stack.secrets.payment?.STRIPE_SECRET_KEY ?? "";
  const bookings: Made[] = [];
  return {
    ...narrator,
    stack,
    stripe: createStripe(stack.urls.stripe ?? "", key),
    bookings,
    enter: (name, role) => enter(narrator, name, role),
    reserve: async (tenant, room) => {
      const { id } = await narrator.act(
        `${tenant.name} books the ${room.name}, with an Idempotency-Key`,
        (call) =>
          reserve(call, tenant.token, { roomId: room.id, key: randomUUID() }),
        tellBooking,
      );
      const made = { bookingId: id, tenant, room };
      bookings.push(made);
      return made;
    },
    checkout: async ({ tenant, bookingId }) => {
      const url = await narrator.wait({
        until: "the saga has opened the checkout",
        read: () => findCheckout(edge, tenant.token, bookingId),
        holds: (found) => found !== undefined,
        tell: (found) => found?.slice(0, 60).concat("…") ?? "not yet",
      });
      return url ?? "";
    },
    cancel: ({ tenant, bookingId }) =>
      narrator.act(
        `${tenant.name} changes their mind and cancels`,
        (call) => cancel(call, tenant.token, bookingId),
        tellBooking,
      ),
    read: ({ tenant, bookingId }) => readBooking(edge, tenant.token, bookingId),
    left: async ({ id }) => (await readStock(edge, id))?.availableQuantity,
  };
}
