import type { PropertySnapshot } from "@rentezy/contracts";
import { openOwnDatabase, type DataSource } from "@rentezy/database";
import { createLifecycle } from "@rentezy/http";
import { createTokenVerifier } from "@rentezy/identity";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import {
  createTestDatabase,
  createTestIdentity,
  startTestApp,
  type TestApp,
  type TestReply,
  type TestRequest,
} from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { createApp } from "../src/app.js";
import { schema } from "../src/persistence/schema.js";
import { double, lakeside } from "./lakeside.js";

const appId = "property";
const appToken = "shared-with-the-own-sidecar";

/** A property or a room as answers carry it. */
export interface Answered {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface OutboxEvent {
  readonly type: string;
  readonly payload: PropertySnapshot;
}

/** Someone who calls the service. */
export interface User {
  readonly userId: string;
  readonly call: (path: string, request?: TestRequest) => Promise<TestReply>;
}

/** The whole service on a database of its own. */
export interface Service {
  readonly app: TestApp;
  readonly dataSource: DataSource;
  readonly user: (role: "tenant" | "landlord" | "admin") => User;
  /** What has been announced about a property, in the order in which it will leave. */
  readonly eventsOf: (propertyId: string) => Promise<OutboxEvent[]>;
  readonly close: () => Promise<void>;
}

export async function startService(): Promise<Service> {
  const logger = createLogger({ appId, level: "silent" });
  const lifecycle = createLifecycle(logger);
  const database = await createTestDatabase({ appId, ...schema });
  lifecycle.onClose("test database", database.drop);
  const dataSource = await openOwnDatabase(
    { APP_ID: appId, DATABASE_URL: database.url, DATABASE_POOL_SIZE: 10 },
    schema,
    lifecycle,
  );
  const identity = createTestIdentity();
  const app = await startTestApp(
    createApp({
      config: { APP_ID: appId, APP_API_TOKEN: appToken },
      dataSource,
      verify: createTokenVerifier(identity),
      logger,
      metrics: createMetrics(appId),
    }),
    appToken,
  );
  lifecycle.onClose("app", app.close);
  return {
    app,
    dataSource,
    user: (role) => {
      const userId = randomUUID();
      const token = identity.tokenFor({ userId, role });
      return {
        userId,
        call: (path, request) => app.call(path, { token, ...request }),
      };
    },
    eventsOf: (propertyId) =>
      dataSource.query<OutboxEvent[]>(
        `SELECT type, payload FROM outbox
         WHERE aggregate_id = $1 AND destination = 'properties' ORDER BY position`,
        [propertyId],
      ),
    close: lifecycle.close,
  };
}

/** A draft of this landlord's, with the details given over the usual ones. */
export async function haveDraft(
  landlord: User,
  details: object = {},
): Promise<Answered> {
  const reply = await landlord.call("/api/properties", {
    method: "POST",
    body: { ...lakeside, ...details },
  });
  return reply.json<{ property: Answered }>().property;
}

/** Adds a room to a property. */
export async function haveRoom(
  landlord: User,
  propertyId: string,
): Promise<Answered> {
  const reply = await landlord.call(`/api/properties/${propertyId}/rooms`, {
    method: "POST",
    body: double,
  });
  return reply.json<{ room: Answered }>().room;
}

/** A published property of this landlord's with one kind of room. */
export async function haveListing(
  landlord: User,
  details: object = {},
): Promise<{ readonly property: Answered; readonly room: Answered }> {
  const { id } = await haveDraft(landlord, details);
  const room = await haveRoom(landlord, id);
  const reply = await landlord.call(`/api/properties/${id}/publish`, {
    method: "POST",
  });
  return { ...reply.json<{ property: Answered }>(), room };
}
