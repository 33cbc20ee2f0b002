import { describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { createClient, type User } from "./support/client.js";
import { aProperty, aRoom } from "./support/listings.js";
import { INSTANT, UUID_V7 } from "./support/formats.js";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);
const landlord = await client.newUser("landlord");

const PRIVATE = "/api/property/properties";
const PUBLIC = "/api/public/property/properties";

const call = (method: string, path: string, body?: unknown, user = landlord) =>
  client.call(path, { method, token: user.token, body });

interface Property {
  readonly id: string;
  readonly version: number;
  readonly status: string;
}

async function draft(changes: object = {}, owner: User = landlord) {
  const answer = await call("POST", PRIVATE, aProperty(changes), owner);
  expect(answer.status).toBe(201);
  return answer.json<{ property: Property }>().property;
}

async function published(changes: object = {}, owner: User = landlord) {
  const { id } = await draft(changes, owner);
  await call("POST", `${PRIVATE}/${id}/rooms`, aRoom(), owner);
  const answer = await call(
    "POST",
    `${PRIVATE}/${id}/publish`,
    undefined,
    owner,
  );
  expect(answer.status).toBe(200);
  return answer.json<{ property: Property }>().property;
}

describe("POST /properties", () => {
  it("answers 201 with a draft of everything that was told", async () => {
    const property = await draft();
    expect(property).toEqual({
      ...aProperty(),
      id: expect.stringMatching(UUID_V7),
      landlordId: landlord.id,
      version: 1,
      status: "draft",
      rooms: [],
      publishedAt: null,
      createdAt: expect.stringMatching(INSTANT),
      updatedAt: expect.stringMatching(INSTANT),
    });
  });

  it("keeps text in every script, trimmed", async () => {
    const title = "  समुद्र किनारे घर 🏠  ";
    expect(await draft({ title })).toMatchObject({ title: title.trim() });
  });

  it("is for signed-in users: 401", async () => {
    const answer = await client.call(PRIVATE, {
      method: "POST",
      body: aProperty(),
    });
    expectRefusal(answer, 401, "AUTH.TOKEN_REQUIRED");
  });
});

describe("POST /properties/:id/rooms", () => {
  it("answers 201 with the room; money is integer paise in INR", async () => {
    const { id } = await draft();
    const answer = await call("POST", `${PRIVATE}/${id}/rooms`, aRoom());
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({
      room: {
        ...aRoom(),
        id: expect.any(String),
        propertyId: id,
        currency: "INR",
        quantityRefusal: null,
      },
    });
  });

  it("finds no property that is not there: 404", async () => {
    const answer = await call(
      "POST",
      `${PRIVATE}/${randomUUID()}/rooms`,
      aRoom(),
    );
    expectRefusal(answer, 404, "PROPERTY.NOT_FOUND");
  });
});

describe("PATCH", () => {
  it("changes the named fields of a property and leaves the rest: 200", async () => {
    const { id } = await draft();
    const answer = await call("PATCH", `${PRIVATE}/${id}`, { bedrooms: 5 });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      property: { ...aProperty(), bedrooms: 5, version: 2 },
    });
  });

  it("changes the named fields of a room: 200; another's room is not here: 404", async () => {
    const { id } = await draft();
    const added = await call("POST", `${PRIVATE}/${id}/rooms`, aRoom());
    const roomId = added.json<{ room: { id: string } }>().room.id;
    const path = `${PRIVATE}/${id}/rooms/${roomId}`;
    const answer = await call("PATCH", path, { rentPaise: 950_000 });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      room: { ...aRoom(), rentPaise: 950_000 },
    });
    const other = await draft();
    const elsewhere = `${PRIVATE}/${other.id}/rooms/${roomId}`;
    const refused = await call("PATCH", elsewhere, { rentPaise: 1 });
    expectRefusal(refused, 404, "ROOM.NOT_FOUND");
  });
});

describe("POST /publish, /unpublish and DELETE", () => {
  it("does not offer a property without rooms: 409", async () => {
    const { id } = await draft();
    const answer = await call("POST", `${PRIVATE}/${id}/publish`);
    expectRefusal(answer, 409, "PROPERTY.NO_ROOMS");
  });

  it("shows a property to anyone from its publishing to its end", async () => {
    const { id } = await draft();
    await call("POST", `${PRIVATE}/${id}/rooms`, aRoom());
    const listing = `${PUBLIC}/${id}`;
    expectRefusal(await client.call(listing), 404, "PROPERTY.NOT_FOUND");

    const first = await call("POST", `${PRIVATE}/${id}/publish`);
    expect(first.json()).toMatchObject({ property: { status: "published" } });
    const shown = await client.call(listing);
    expect(shown.status).toBe(200);
    expect(shown.json()).toMatchObject({
      property: { ...aProperty(), id, rooms: [aRoom()] },
    });

    await call("POST", `${PRIVATE}/${id}/unpublish`);
    expectRefusal(await client.call(listing), 404, "PROPERTY.NOT_FOUND");
    await call("POST", `${PRIVATE}/${id}/publish`);
    expect((await client.call(listing)).status).toBe(200);

    const ended = await call("DELETE", `${PRIVATE}/${id}`);
    expect([ended.status, ended.text]).toEqual([204, ""]);
    expectRefusal(await client.call(listing), 404, "PROPERTY.NOT_FOUND");
    const gone = await call("GET", `${PRIVATE}/${id}`);
    expectRefusal(gone, 404, "PROPERTY.NOT_FOUND");
  });

  it("tells the public nothing that only the landlord needs", async () => {
    const { id } = await published();
    const { property } = (await client.call(`${PUBLIC}/${id}`)).json<{
      property: Record<string, unknown>;
    }>();
    for (const field of ["version", "status", "createdAt", "updatedAt"])
      expect(property).not.toHaveProperty(field);
  });

  it("publishing twice changes nothing", async () => {
    const { id, version } = await published();
    const again = await call("POST", `${PRIVATE}/${id}/publish`);
    expect(again.status).toBe(200);
    expect(again.json()).toMatchObject({ property: { version } });
  });
});

describe("lists", () => {
  /** Reads a list from its start to its end, `limit` at a time. */
  async function readAll(path: string, limit: number, token?: string) {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? "" : `&cursor=${cursor}`;
      const query = `${path.includes("?") ? "&" : "?"}limit=${limit}${from}`;
      const answer = await client.call(`${path}${query}`, { token });
      expect(answer.status).toBe(200);
      const page = answer.json<{
        items: Property[];
        nextCursor: string | null;
      }>();
      expect(Object.keys(page).sort()).toEqual(["items", "nextCursor"]);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return ids;
  }

  it("give every published property of a city once, newest first, by limit and cursor", async () => {
    const city = `Pune ${randomUUID()}`;
    const ids = [];
    for (let at = 0; at < 5; at += 1)
      ids.unshift((await published({ city })).id);
    await draft({ city });
    const path = `${PUBLIC}?city=${encodeURIComponent(city)}`;
    expect(await readAll(path, 2)).toEqual(ids);
    expect(await readAll(path, 5)).toEqual(ids);
    expect(await readAll(path, 100)).toEqual(ids);
  });

  it("give a landlord their own, drafts too, and nobody else's", async () => {
    const owner = await client.newUser("landlord");
    const first = await draft({}, owner);
    const second = await published({}, owner);
    expect(await readAll(PRIVATE, 1, owner.token)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=1.5",
    "limit=ten",
    "limit=",
    "limit=1&limit=2",
    "cursor=x",
    "cursor=",
    "cursor=1%20OR%201=1",
    "offset=1",
    "limit[]=1",
  ])("refuse ?%s: 422", async (query) => {
    expectRefusal(
      await client.call(`${PUBLIC}?${query}`),
      422,
      "REQUEST.INVALID",
    );
  });
});
