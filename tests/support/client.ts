import type { Stack } from "@rentezy/local";
import * as product from "@rentezy/local/client";
import {
  eventually,
  sendRequest,
  type TestReply,
  type TestRequest,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { secretOf, urlOf } from "./stack.js";

/** A signed-in user. */
export interface User extends product.Credentials {
  readonly id: string;
  readonly token: string;
}

export type Client = ReturnType<typeof createClient>;

/**
 * A client of the gateway: what anyone outside can do, and nothing else. `call` hands over whatever
 * the product answers; the rest brings about what a test starts from, and throws where it cannot.
 */
export function createClient(stack: Stack) {
  const url = urlOf(stack, "gateway");
  const call: Call = (path, request) => sendRequest(`${url}${path}`, request);
  const edge = product.createEdge(url);
  return {
    call,
    ...usersOf(edge),
    ...listingsOf(call, edge),
    ...bookingsOf(call, edge),
  };
}

type Call = (path: string, request?: TestRequest) => Promise<TestReply>;

/** The cookie to refresh with, as a browser sends it back: `name=value`. */
export const refreshCookieOf = ({ headers }: TestReply): string =>
  headers.get("set-cookie")?.split(";", 1)[0] ?? "";

/** What the stack's generated operator signs in with. */
export const operatorOf = (stack: Stack): product.Credentials => ({
  email: secretOf(stack, "auth", "ADMIN_EMAIL"),
  password: secretOf(stack, "auth", "ADMIN_PASSWORD"),
});

function usersOf(edge: product.CallEdge) {
  const signIn = async (credentials: product.Credentials): Promise<User> => {
    const { email, password } = credentials;
    const { userId, accessToken } = await product.signIn(edge, credentials);
    return { id: userId, email, password, token: accessToken };
  };
  /** Registers a new user and signs in. */
  const newUser = async (role: product.NewAccount["role"]): Promise<User> => {
    const account = {
      email: `${role}-${randomUUID()}@example.com`,
      password: `Secret-${randomUUID()}`,
      name: `A ${role}`,
      role,
    };
    await product.register(edge, account);
    return signIn(account);
  };
  return { signIn, newUser };
}

function listingsOf(call: Call, edge: product.CallEdge) {
  const availability = (roomId: string) =>
    call(`/api/public/booking/rooms/${roomId}/availability`);
  const available = async (roomId: string) => {
    const stock = await product.readStock(edge, roomId);
    if (!stock) throw new Error(`booking has not heard of room ${roomId}`);
    return stock.availableQuantity;
  };
  /** Publishes a listing with one kind of room and waits until it can be booked. */
  const newRoom = async ({ token }: User, quantity: number) => {
    const title = "Two rooms by the lake";
    const propertyId = await product.createProperty(edge, token, title);
    const roomId = await product.addRoom(edge, token, propertyId, {
      name: "Double",
      rentPaise: 1_500_000,
      depositPaise: 3_000_000,
      quantity,
    });
    await product.publish(edge, token, propertyId);
    await eventually(() => available(roomId));
    return { propertyId, roomId };
  };
  return { newRoom, availability, available };
}

/** The day that all bookings of a suite are for: a run may cross midnight, and the same key wants the same day. */
export const MOVE_IN_DATE = product.nextMonth();

/** A day that many days from now, in UTC: `YYYY-MM-DD`. */
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function bookingsOf(call: Call, edge: product.CallEdge) {
  const reserve = (tenant: User, roomId: string, key: string = randomUUID()) =>
    call("/api/booking/bookings", {
      method: "POST",
      token: tenant.token,
      headers: { "idempotency-key": key },
      body: { roomId, moveInDate: MOVE_IN_DATE },
    });
  const newBooking = ({ token }: User, roomId: string) =>
    product.reserve(edge, token, { roomId, key: randomUUID() });
  const booking = ({ token }: User, id: string) =>
    product.readBooking(edge, token, id);
  /** The hosted page's address, once the saga has opened it. */
  const checkoutUrl = ({ token }: User, id: string, withinMs = 60_000) =>
    eventually(
      async () => {
        const url = await product.findCheckout(edge, token, id);
        if (url === undefined) throw new Error(`no page of booking ${id} yet`);
        return url;
      },
      { withinMs },
    );
  return { reserve, newBooking, booking, checkoutUrl };
}
