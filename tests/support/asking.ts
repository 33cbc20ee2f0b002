import { randomUUID } from "node:crypto";
import type { Client, User } from "./client.js";
import type { TestReply } from "@rentezy/testkit";

/** What one caller of each kind is answered: `200`, `503 UPSTREAM.UNAVAILABLE`, or `no connection`. */
export interface Answers {
  readonly signIn: string;
  /** The list of properties. */
  readonly list: string;
  /** A change of one's own property. */
  readonly change: string;
  /** How many of a room are left. */
  readonly stock: string;
  /** A booking of one's own. */
  readonly read: string;
  readonly reserve: string;
  /** Where to pay what was just reserved; `opening` when that is not known yet, `none` when nothing was reserved. */
  readonly checkout: string;
}

/** Whom and what is asked. */
export interface Asked {
  readonly tenant: User;
  readonly landlord: User;
  readonly propertyId: string;
  readonly roomId: string;
  readonly bookingId: string;
}

/** Everything is asked, and answered as when nothing is away. */
export const WELL: Answers = {
  signIn: "200",
  list: "200",
  change: "200",
  stock: "200",
  read: "200",
  reserve: "201",
  checkout: "200",
};

/** Asks for everything at once, each as a client of its own. */
export async function ask(
  client: Client,
  { tenant, landlord, propertyId, roomId, bookingId }: Asked,
  key: string = randomUUID(),
): Promise<Answers> {
  const { email, password, token } = tenant;
  const body = { email, password };
  const change = {
    method: "PATCH",
    token: landlord.token,
    body: { title: `Two rooms, ${randomUUID()}` },
  };
  const [signIn, list, changed, stock, read, reserved] = await Promise.all([
    told(client.call("/api/public/auth/login", { method: "POST", body })),
    told(client.call("/api/public/property/properties")),
    told(client.call(`/api/property/properties/${propertyId}`, change)),
    told(client.availability(roomId)),
    told(client.call(`/api/booking/bookings/${bookingId}`, { token })),
    reserveAndOpen(client, tenant, { roomId, key }),
  ]);
  return { signIn, list, change: changed, stock, read, ...reserved };
}

async function reserveAndOpen(
  client: Client,
  tenant: User,
  { roomId, key }: { readonly roomId: string; readonly key: string },
): Promise<Pick<Answers, "reserve" | "checkout">> {
  const reserving = client.reserve(tenant, roomId, key);
  const reserve = await told(reserving);
  if (!/^20[01]$/.test(reserve)) return { reserve, checkout: "none" };
  const { booking } = (await reserving).json<{ booking: { id: string } }>();
  const path = `/api/booking/bookings/${booking.id}/checkout`;
  const { token } = tenant;
  return { reserve, checkout: await checkoutOf(client.call(path, { token })) };
}

/** 202 asks to come again, and says when. */
async function checkoutOf(answering: Promise<TestReply>): Promise<string> {
  const answer = await answering;
  if (answer.status !== 202) return told(answering);
  const { status } = answer.json<{ status: string }>();
  const isDated = answer.headers.get("retry-after") !== null;
  return isDated ? status : `202 ${status} without a time to come again`;
}

/** The status of an answer and, of a refusal, its code. */
export async function told(answering: Promise<TestReply>): Promise<string> {
  try {
    const answer = await answering;
    if (answer.status < 400) return String(answer.status);
    const retry = answer.headers.get("retry-after");
    if (answer.status === 503 && retry === null)
      return "503 without a time to come again";
    return `${answer.status} ${answer.json<{ code?: string }>().code ?? ""}`;
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code === "ECONNREFUSED") return "no connection";
    throw error;
  }
}
