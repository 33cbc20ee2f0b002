import type { Envelope, EventData, EventType } from "@rentezy/contracts";
import { openOwnDatabase, type DataSource } from "@rentezy/database";
import { createLifecycle } from "@rentezy/http";
import { createTokenVerifier } from "@rentezy/identity";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  createTestIdentity,
  startTestApp,
  type TestReply,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { createApp } from "../src/app.js";
import { schema } from "../src/persistence/schema.js";
import { memoryEngine } from "./engine.js";

const APP_ID = "booking";
const APP_API_TOKEN = "shared-with-the-own-sidecar";

/** A booking as answers carry it. */
export interface Answered {
  readonly id: string;
  readonly status: string;
  readonly [field: string]: unknown;
}

export interface Stock {
  readonly initialQuantity: number;
  readonly availableQuantity: number;
}

/** The whole service on a database of its own; sagas and the relay need a sidecar and do not run. */
export type Service = Awaited<ReturnType<typeof startService>>;

export async function startService(
  settings: { readonly RESERVE_QUEUE_LIMIT?: number } = {},
) {
  const logger = createLogger({ appId: APP_ID, level: "silent" });
  const lifecycle = createLifecycle(logger);
  const database = await createTestDatabase({ appId: APP_ID, ...schema });
  lifecycle.onClose("test database", database.drop);
  const dataSource = await openOwnDatabase(
    { APP_ID, DATABASE_URL: database.url, DATABASE_POOL_SIZE: 20 },
    schema,
    lifecycle,
  );
  const identity = createTestIdentity();
  const engine = memoryEngine();
  const app = await startTestApp(
    createApp({
      config: {
        APP_ID,
        APP_API_TOKEN,
        HOLD_SECONDS: 600,
        RESERVE_QUEUE_LIMIT: 5_000,
        ...settings,
      },
      dataSource,
      sagas: engine,
      steps: engine.steps,
      now: engine.now,
      verify: createTokenVerifier(identity),
      logger,
      metrics: createMetrics(APP_ID),
    }),
    APP_API_TOKEN,
  );
  lifecycle.onClose("app", app.close);
  const deliver = deliveriesTo(app.call);
  return {
    app,
    dataSource,
    deliver,
    engine,
    tokenFor: identity.tokenFor,
    close: lifecycle.close,
    newTenant: () => {
      const userId = randomUUID();
      return { userId, token: identity.tokenFor({ userId, role: "tenant" }) };
    },
    stockOf: (roomId: string) => stockOf(dataSource, roomId),
  };
}

type Call = (path: string, request?: object) => Promise<TestReply>;

/** Delivers events as the sidecar does; returns what the sidecar is told. */
function deliveriesTo(call: Call) {
  return async <Type extends EventType>(
    route: "properties" | "payments",
    type: Type,
    data: EventData<Type>,
    id: string = randomUUID(),
  ): Promise<string> => {
    const subject = "propertyId" in data ? data.propertyId : randomUUID();
    const event: Envelope = {
      specversion: "1.0",
      id,
      source: "test",
      type,
      subject,
      time: new Date().toISOString(),
      datacontenttype: "application/json",
      data,
    };
    const reply = await call(`/events/${route}`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: event,
    });
    return reply.json<{ status: string }>().status;
  };
}

async function stockOf(dataSource: DataSource, roomId: string): Promise<Stock> {
  const [stock] = await dataSource.query<Stock[]>(
    `SELECT initial_quantity AS "initialQuantity", available_quantity AS "availableQuantity"
     FROM room_inventory WHERE room_id = $1`,
    [roomId],
  );
  if (!stock) throw new Error("no such room");
  return stock;
}

/** A snapshot of a published property with one kind of room. */
export const listing = (quantity: number) => ({
  propertyId: randomUUID(),
  landlordId: randomUUID(),
  version: 1,
  status: "published" as const,
  title: "Two rooms by the lake",
  description: "",
  city: "Bengaluru",
  locality: "Ulsoor",
  address: "1 Lake Road",
  location: { lat: 12.98, lon: 77.62 },
  propertyType: "apartment" as const,
  furnishing: "furnished" as const,
  bedrooms: 2,
  amenities: [],
  rooms: [
    {
      roomId: randomUUID(),
      name: "Double",
      rentPaise: 1_500_000,
      depositPaise: 3_000_000,
      quantity,
    },
  ],
});

/** Publishes a listing to the service and names its room. */
export async function haveRoom(service: Service, quantity: number) {
  const property = listing(quantity);
  await service.deliver("properties", "property.published.v1", property);
  const roomId = property.rooms[0]?.roomId ?? "";
  return { property, roomId };
}

/** Tells the service what became of the payment for a booking. */
export const hear = (
  service: Service,
  subjectId: string,
  type: "payment.succeeded.v1" | "payment.expired.v1" | "payment.refunded.v1",
  eventId?: string,
) =>
  service.deliver(
    "payments",
    type,
    {
      purpose: "booking",
      subjectId,
      amountPaise: 4_500_000,
      currency: "INR",
    },
    eventId,
  );

/** A day that a tenant can move in on. */
export const nextMonth = () =>
  new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Asks for a room as a tenant. */
export const reserve = (
  service: Service,
  tenant: { readonly token: string },
  roomId: string,
  key: string = randomUUID(),
) =>
  service.app.call("/api/bookings", {
    method: "POST",
    token: tenant.token,
    headers: { "idempotency-key": key },
    body: { roomId, moveInDate: nextMonth() },
  });

/** Holds a room and answers the booking. */
export async function haveBooking(service: Service, roomId: string) {
  const tenant = service.newTenant();
  const reply = await reserve(service, tenant, roomId);
  return { tenant, booking: reply.json<{ booking: Answered }>().booking };
}

/** Holds the only room of a new listing and names the booking. */
export async function haveHold(service: Service): Promise<string> {
  const { roomId } = await haveRoom(service, 1);
  return (await haveBooking(service, roomId)).booking.id;
}
