import { In, LessThan, Not, Raw, type FindOptionsWhere } from "typeorm";
import type { DataSource, EntityManager } from "@rentezy/database";
import { appendToOutbox, eventEntry, once } from "@rentezy/events";
import { propertyNotFound } from "../domain/errors.js";
import {
  announcementOf,
  snapshotOf,
  type Property,
} from "../domain/property.js";
import type { Properties, Slice } from "../use-cases/properties.js";
import {
  propertyEntity,
  roomEntity,
  type PropertyRow,
  type RoomRow,
} from "./entities.js";
import { toProperty, toPropertyRow, toRoomRow } from "./rows.js";

type Change = (property: Property) => Property;

/** Keeps properties in the service's own database. */
export function postgresProperties(dataSource: DataSource): Properties {
  return {
    add: (property) =>
      dataSource.transaction(async (manager) => {
        await manager.insert(propertyEntity, toPropertyRow(property));
      }),
    get: (propertyId) => load(dataSource.manager, propertyId),
    change: (propertyId, change) =>
      dataSource.transaction((manager) =>
        changeLocked(manager, propertyId, change),
      ),
    changeOnce: async (event, propertyId, change) => {
      await dataSource.transaction((manager) =>
        once(manager, event, async () => {
          await changeLocked(manager, propertyId, change);
        }),
      );
    },
    listOf: (landlordId, slice) =>
      list(dataSource.manager, slice, { landlordId, status: Not("deleted") }),
    listPublished: ({ city, ...slice }) =>
      list(dataSource.manager, slice, {
        status: "published",
        ...(city !== undefined && {
          city: Raw((column) => `lower(${column}) = lower(:city)`, { city }),
        }),
      }),
  };
}

async function load(
  manager: EntityManager,
  propertyId: string,
  options: { readonly lock?: { readonly mode: "pessimistic_write" } } = {},
): Promise<Property> {
  const row = await manager.findOne(propertyEntity, {
    where: { id: propertyId, status: Not("deleted") },
    ...options,
  });
  if (!row) throw propertyNotFound();
  const rooms = await roomsOf(manager, [propertyId]);
  return toProperty(row, rooms);
}

/** The row lock makes changes of one property, and so its outbox rows, wait for each other. */
async function changeLocked(
  manager: EntityManager,
  propertyId: string,
  change: Change,
): Promise<Property> {
  const before = await load(manager, propertyId, {
    lock: { mode: "pessimistic_write" },
  });
  const after = change(before);
  if (after === before) return before;
  await manager.update(
    propertyEntity,
    { id: propertyId },
    toPropertyRow(after),
  );
  const changedRooms = after.rooms.filter(
    (room) => !before.rooms.includes(room),
  );
  if (changedRooms.length > 0) {
    await manager.upsert(
      roomEntity,
      changedRooms.map((room) => toRoomRow(propertyId, room)),
      ["id"],
    );
  }
  const announcement = announcementOf(before, after);
  if (announcement) {
    await appendToOutbox(manager, [
      eventEntry(announcement, propertyId, snapshotOf(after)),
    ]);
  }
  return after;
}

/** Up to one more than the slice asks for: it tells that there is a next page. */
async function list(
  manager: EntityManager,
  { limit, cursor }: Slice,
  where: FindOptionsWhere<PropertyRow>,
): Promise<readonly Property[]> {
  const rows = await manager.find(propertyEntity, {
    where: { ...where, ...(cursor !== undefined && { id: LessThan(cursor) }) },
    order: { id: "DESC" },
    take: limit + 1,
  });
  const rooms = await roomsOf(
    manager,
    rows.map(({ id }) => id),
  );
  return rows.map((row) =>
    toProperty(
      row,
      rooms.filter(({ propertyId }) => propertyId === row.id),
    ),
  );
}

function roomsOf(
  manager: EntityManager,
  propertyIds: readonly string[],
): Promise<RoomRow[]> {
  return manager.find(roomEntity, {
    where: { propertyId: In(propertyIds) },
    order: { id: "ASC" },
  });
}
