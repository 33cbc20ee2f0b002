/** What scenarios need on the stack before they begin: people who are signed in, and rooms to book. */
import { fewAtOnce } from "@rentezy/local";
import {
  addRoom,
  createEdge,
  createProperty,
  publish,
  readStock,
} from "@rentezy/local/client";
import type { CallEdge } from "@rentezy/local/client";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { patiently, signedIn } from "./accounts.js";
import type { RunContext } from "./scenario.js";

/** How many tenants there are; each may send 50 requests a second. */
export const TENANTS = 1000;

const LISTED_WITHIN_MS = 60_000;

/** How many kinds of rooms property lets one listing have. */
const MOST_OF_A_LISTING = 100;

const edgeOf = ({ stack }: RunContext): CallEdge =>
  patiently(createEdge(stack.urls.gateway ?? ""));

async function writeList(
  { folder }: RunContext,
  name: string,
  list: readonly string[],
): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(list), { mode: 0o600 });
  return file;
}

/**
 * Signs the tenants in and writes their access tokens to a file, which is named.
 * @param seconds how long the tokens will be used
 */
export async function prepareTenants(
  context: RunContext,
  seconds: number,
): Promise<string> {
  const { folder, say } = context;
  const file = join(folder, "tenants.json");
  const tenants = await signedIn(edgeOf(context), {
    role: "tenant",
    count: TENANTS,
    file,
    say,
    seconds,
  });
  say(`${tenants.length} tenants are signed in`);
  const tokens = tenants.map(({ accessToken }) => accessToken);
  return writeList(context, "tokens.json", tokens);
}

/** Kinds of rooms that are offered, each with so many of it. */
export interface Offer {
  readonly title: string;
  readonly kinds: number;
  readonly quantity: number;
}

async function untilBookable(
  edge: CallEdge,
  roomId: string,
  quantity: number,
): Promise<void> {
  const deadline = Date.now() + LISTED_WITHIN_MS;
  while ((await readStock(edge, roomId))?.availableQuantity !== quantity) {
    if (Date.now() > deadline)
      throw new Error(`room ${roomId} cannot be booked after a minute`);
    await sleep(200);
  }
}

async function listOnce(
  edge: CallEdge,
  token: string,
  { title, kinds, quantity }: Offer,
): Promise<string[]> {
  const propertyId = await createProperty(edge, token, title);
  const names = Array.from({ length: kinds }, (_, n) => `Room ${n + 1}`);
  // One after the other: each changes the same listing.
  const roomIds = await fewAtOnce(names, 1, (name) =>
    addRoom(edge, token, propertyId, {
      name,
      rentPaise: 1_500_000,
      depositPaise: 3_000_000,
      quantity,
    }),
  );
  await publish(edge, token, propertyId);
  return roomIds;
}

/** Publishes listings with these rooms and waits until each can be booked; the rooms' ids, in order. */
export async function listRooms(
  context: RunContext,
  offer: Offer,
): Promise<string[]> {
  const { folder, say } = context;
  const edge = edgeOf(context);
  const [landlord] = await signedIn(edge, {
    role: "landlord",
    count: 1,
    file: join(folder, "landlords.json"),
    say,
    seconds: 60,
  });
  const token = landlord?.accessToken ?? "";
  const roomIds: string[] = [];
  while (roomIds.length < offer.kinds) {
    const kinds = Math.min(offer.kinds - roomIds.length, MOST_OF_A_LISTING);
    roomIds.push(...(await listOnce(edge, token, { ...offer, kinds })));
  }
  await fewAtOnce(roomIds, 4, (id) => untilBookable(edge, id, offer.quantity));
  say(`listed: ${offer.kinds} kinds of rooms with ${offer.quantity} each`);
  return roomIds;
}

/** Writes the rooms' ids to a file for k6, which is named. */
export const writeRooms = (
  context: RunContext,
  roomIds: readonly string[],
): Promise<string> => writeList(context, "rooms.json", roomIds);
