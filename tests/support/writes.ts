import type { Stack } from "@rentezy/local";
import { randomUUID } from "node:crypto";
import { MOVE_IN_DATE, type Client } from "./client.js";
import { aProperty, aRoom } from "./listings.js";
import { bearer } from "./sidecars.js";
import {
  patiently,
  sendOverWire,
  type WireAnswer,
  type WireRequest,
} from "./wire.js";

/** An operation that writes, as a client that knows it would call it. */
export interface Write {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A good body; undefined where the operation takes none. */
  readonly body: (() => object) | undefined;
}

/** What there is to write to, each made for the suite that asks. */
async function makeSubjects(client: Client) {
  const [landlord, tenant] = await Promise.all([
    client.newUser("landlord"),
    client.newUser("tenant"),
  ]);
  const { propertyId, roomId } = await client.newRoom(landlord, 5);
  const { id: bookingId } = await client.newBooking(tenant, roomId);
  return { landlord, tenant, propertyId, roomId, bookingId };
}
type Subjects = Awaited<ReturnType<typeof makeSubjects>>;

const AUTH = "/api/public/auth";
const PROPERTIES = "/api/property/properties";
const BOOKINGS = "/api/booking/bookings";

const by =
  (headers: Write["headers"]) =>
  (name: string, method: string, path: string, body?: () => object): Write => ({
    name,
    method,
    path,
    headers,
    body,
  });

function writesOf({ landlord, tenant, ...ids }: Subjects) {
  const property = `${PROPERTIES}/${ids.propertyId}`;
  const anyone = by({});
  const owned = by(bearer(landlord.token));
  const booked = by({
    ...bearer(tenant.token),
    "idempotency-key": randomUUID(),
  });
  return [
    anyone("register", "POST", `${AUTH}/register`, () => ({
      email: `${randomUUID()}@example.com`,
      password: randomUUID(),
      name: "Asha Rao",
      role: "tenant",
    })),
    anyone("login", "POST", `${AUTH}/login`, () => ({
      email: `${randomUUID()}@example.com`,
      password: randomUUID(),
    })),
    anyone("refresh", "POST", `${AUTH}/refresh`),
    anyone("logout", "POST", `${AUTH}/logout`),
    owned("create property", "POST", PROPERTIES, aProperty),
    owned("change property", "PATCH", property, () => ({ bedrooms: 4 })),
    owned("add room", "POST", `${property}/rooms`, aRoom),
    owned("change room", "PATCH", `${property}/rooms/${ids.roomId}`, () => ({
      name: "Double, with a view",
    })),
    owned("publish", "POST", `${property}/publish`),
    owned("unpublish", "POST", `${property}/unpublish`),
    owned("delete property", "DELETE", property),
    booked("book", "POST", BOOKINGS, () => ({
      roomId: ids.roomId,
      moveInDate: MOVE_IN_DATE,
    })),
    booked("cancel", "POST", `${BOOKINGS}/${ids.bookingId}/cancel`),
  ] as const;
}

/** Every write of auth, property and booking, with what it needs to be refused for its input only. */
export async function prepareWrites(stack: Stack, client: Client) {
  const subjects = await makeSubjects(client);
  const writes: readonly Write[] = writesOf(subjects);
  const named = (name: string): Write => {
    const found = writes.find((write) => write.name === name);
    if (!found) throw new Error(`there is no write ${name}`);
    return found;
  };
  const send = (
    { method, path, headers }: Write,
    request: Partial<Omit<WireRequest, "port">> = {},
  ): Promise<WireAnswer> =>
    patiently(() =>
      sendOverWire({
        port: stack.portBase,
        method,
        target: path,
        ...request,
        headers: {
          "content-type": "application/json",
          ...headers,
          ...request.headers,
        },
      }),
    );
  /** Sends a good body with `changes` in it. */
  const sendChanged = (write: Write, changes: object) =>
    send(write, { body: JSON.stringify({ ...write.body?.(), ...changes }) });
  return {
    subjects,
    writes,
    withBody: writes.filter(({ body }) => body !== undefined),
    named,
    send,
    sendChanged,
  };
}
