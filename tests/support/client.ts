import type { Role } from "@rentezy/contracts";
import {
  eventually,
  sendRequest,
  type TestReply,
  type TestRequest,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";

/** A signed-in user. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface Booking {
  readonly id: string;
  readonly status: string;
  readonly roomId: string;
  readonly amountPaise: number;
}

export type Client = ReturnType<typeof createClient>;

/** A client of the gateway: what anyone outside can do, and nothing else. */
export function createClient(baseUrl: string) {
  const call: CallApi = (path, request) =>
    sendRequest(`${baseUrl}${path}`, request);
  return { call, ...usersOf(call), ...listingsOf(call), ...bookingsOf(call) };
}

type CallApi = (path: string, request?: TestRequest) => Promise<TestReply>;

const must = (answer: TestReply, ...statuses: readonly number[]): TestReply => {
  if (statuses.includes(answer.status)) return answer;
  throw new Error(
    `expected ${statuses.join(" or ")}, got ${answer.status}: ${answer.text}`,
  );
};

function usersOf(call: CallApi) {
  const signIn = async (email: string, password: string): Promise<User> => {
    const body = { email, password };
    const answer = must(
      await call("/api/public/auth/login", { method: "POST", body }),
      200,
    );
    const { accessToken, user } = answer.json<{
      accessToken: string;
      user: { id: string };
    }>();
    return { id: user.id, email, password, token: accessToken };
  };
  /** Registers a new user and signs in. */
  const newUser = async (role: Exclude<Role, "admin">): Promise<User> => {
    const credentials = {
      email: `${role}-${randomUUID()}@example.com`,
      password: `Secret-${randomUUID()}`,
    };
    const body = { ...credentials, name: `A ${role}`, role };
    must(
      await call("/api/public/auth/register", { method: "POST", body }),
      201,
    );
    return signIn(credentials.email, credentials.password);
  };
  return { signIn, newUser };
}

function listingsOf(call: CallApi) {
  /** Publishes a listing with one kind of room and waits until it can be booked. */
  const newRoom = async (landlord: User, quantity: number) => {
    const post = (path: string, body?: unknown) =>
      call(`/api/property${path}`, {
        method: "POST",
        token: landlord.token,
        body,
      });
    const created = must(
      await post("/properties", {
        title: "Two rooms by the lake",
        description: "Quiet and sunny.",
        city: "Bengaluru",
        locality: "Ulsoor",
        address: "1 Lake Road",
        location: { lat: 12.98, lon: 77.62 },
        propertyType: "apartment",
        furnishing: "furnished",
        bedrooms: 2,
        amenities: ["lift"],
      }),
      201,
    );
    const propertyId = created.json<{ property: { id: string } }>().property.id;
    const room = {
      name: "Double",
      rentPaise: 1_500_000,
      depositPaise: 3_000_000,
      quantity,
    };
    const added = must(
      await post(`/properties/${propertyId}/rooms`, room),
      201,
    );
    const roomId = added.json<{ room: { id: string } }>().room.id;
    must(await post(`/properties/${propertyId}/publish`), 200);
    await eventually(async () => must(await availability(roomId), 200));
    return { propertyId, roomId };
  };
  const availability = (roomId: string) =>
    call(`/api/public/booking/rooms/${roomId}/availability`);
  const available = async (roomId: string) =>
    must(await availability(roomId), 200).json<{ availableQuantity: number }>()
      .availableQuantity;
  return { newRoom, availability, available };
}

/** A day that a tenant can move in on. */
export const nextMonth = () =>
  new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

function bookingsOf(call: CallApi) {
  const reserve = (tenant: User, roomId: string, key: string = randomUUID()) =>
    call("/api/booking/bookings", {
      method: "POST",
      token: tenant.token,
      headers: { "idempotency-key": key },
      body: { roomId, moveInDate: nextMonth() },
    });
  const newBooking = async (tenant: User, roomId: string) =>
    must(await reserve(tenant, roomId), 201).json<{ booking: Booking }>()
      .booking;
  const booking = async (user: User, id: string) =>
    must(
      await call(`/api/booking/bookings/${id}`, { token: user.token }),
      200,
    ).json<{
      booking: Booking;
    }>().booking;
  /** The hosted page's address, once the saga has opened it. */
  const checkoutUrl = (tenant: User, id: string) =>
    eventually(
      async () => {
        const path = `/api/booking/bookings/${id}/checkout`;
        return must(await call(path, { token: tenant.token }), 200).json<{
          url: string;
        }>().url;
      },
      { withinMs: 60_000 },
    );
  return { reserve, newBooking, booking, checkoutUrl };
}
