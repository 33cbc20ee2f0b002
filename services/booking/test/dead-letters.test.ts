import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { listing, startService, type Service } from "./service.js";

interface Letter {
  readonly id: string;
  readonly eventId: string | null;
  readonly reason: string;
  readonly [field: string]: unknown;
}

let service: Service;
let admin: string;
beforeAll(async () => {
  service = await startService();
  admin = service.tokenFor({ userId: randomUUID(), role: "admin" });
});
afterAll(() => service.close());

const published = (
  data: { readonly propertyId: string },
  id: string = randomUUID(),
) => ({
  specversion: "1.0",
  id,
  source: "property",
  type: "property.published.v1",
  subject: data.propertyId,
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  topic: "properties",
  data,
});

async function delivered(route: string, body: unknown): Promise<string> {
  const reply = await service.app.call(`/events/${route}`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body,
  });
  return reply.json<{ status: string }>().status;
}

/** Delivers to the dead letters as the sidecar does: whatever was dropped, unopened. */
const bury = (bytes: string | Buffer) =>
  delivered("dead-letters", {
    specversion: "1.0",
    id: randomUUID(),
    source: "Dapr",
    type: "com.dapr.event.sent",
    datacontenttype: "application/octet-stream",
    topic: "booking.dead-letters",
    data_base64: Buffer.from(bytes).toString("base64"),
  });

const list = (query = "?limit=100", token: string | undefined = admin) =>
  service.app.call(`/api/dead-letters${query}`, { token });

const replay = (id: string, token: string | undefined = admin) =>
  service.app.call(`/api/dead-letters/${id}/replay`, { method: "POST", token });

const waiting = async () => (await list()).json<{ items: Letter[] }>().items;

async function letterOf(eventId: string): Promise<Letter> {
  const letter = (await waiting()).find((each) => each.eventId === eventId);
  if (!letter) throw new Error(`no letter of event ${eventId}`);
  return letter;
}

const stockOf = (property: ReturnType<typeof listing>) =>
  service.stockOf(property.rooms[0]?.roomId ?? "");

/** Takes a table away until `heal` is called: whoever needs it fails, by no fault of the events. */
async function breakTable(name: string) {
  const rename = (from: string, to: string) =>
    service.dataSource.query(`ALTER TABLE ${from} RENAME TO ${to}`);
  await rename(name, `${name}_gone`);
  return { heal: () => rename(`${name}_gone`, name) };
}

describe("a poison message", () => {
  it("goes to the dead letters at once, and the next event of its partition is handled", async () => {
    const property = listing(3);
    const poison = published({ ...property, rooms: "many" } as never);
    expect(await delivered("properties", poison)).toBe("DROP");
    expect(await delivered("properties", published(property))).toBe("SUCCESS");
    expect(await stockOf(property)).toMatchObject({ availableQuantity: 3 });
    expect(await bury(JSON.stringify(poison))).toBe("SUCCESS");
    expect(await letterOf(poison.id)).toMatchObject({
      topic: "properties",
      type: "property.published.v1",
      reason: expect.stringMatching(/^its data is not of its type: rooms: /),
      event: poison,
      replayedAt: null,
    });
  });

  it("that only the database can tell goes there after five attempts, with its reason", async () => {
    const poison = published({ ...listing(3), version: 2 ** 40 } as never);
    const verdicts = [];
    for (let attempt = 1; attempt <= 5; attempt += 1)
      verdicts.push(await delivered("properties", poison));
    expect(verdicts).toEqual(["RETRY", "RETRY", "RETRY", "RETRY", "DROP"]);
    await bury(JSON.stringify(poison));
    expect(await letterOf(poison.id)).toMatchObject({
      reason: expect.stringContaining("out of range for type integer"),
      attempts: 5,
    });
  });

  it("is not what an outage makes of every event: that is tried on", async () => {
    const event = published(listing(3));
    const { heal } = await breakTable("room_inventory");
    const verdicts = new Set<string>();
    for (let attempt = 1; attempt <= 7; attempt += 1)
      verdicts.add(await delivered("properties", event));
    await heal();
    expect([...verdicts]).toEqual(["RETRY"]);
    await bury(JSON.stringify(event));
    expect(await letterOf(event.id)).toMatchObject({
      reason: expect.stringContaining("does not exist"),
      attempts: 7,
    });
  });

  it("has a reason also when nothing could be written while it failed", async () => {
    const event = published(listing(3));
    const broken = [
      await breakTable("room_inventory"),
      await breakTable("failed_delivery"),
    ];
    await delivered("properties", event);
    await delivered("properties", event);
    for (const { heal } of broken) await heal();
    await bury(JSON.stringify(event));
    expect(await letterOf(event.id)).toMatchObject({
      reason: expect.stringContaining('"room_inventory" does not exist'),
      attempts: 2,
    });
  });

  it("is not made of an event by its size", async () => {
    const property = { ...listing(1), description: "x".repeat(900_000) };
    expect(await delivered("properties", published(property))).toBe("SUCCESS");
    const broken = { ...published(property), subject: "nobody" };
    expect(await bury(JSON.stringify(broken))).toBe("SUCCESS");
  });
});

describe("the dead letters", () => {
  it("keep a letter that comes twice once", async () => {
    const event = published(listing(1));
    await bury(JSON.stringify(event));
    expect(await bury(JSON.stringify(event))).toBe("SUCCESS");
    const same = (await waiting()).filter(
      ({ eventId }) => eventId === event.id,
    );
    expect(same).toHaveLength(1);
    expect(same[0]).toMatchObject({ reason: "unknown", attempts: null });
  });

  it.each([
    ["no JSON", "{"],
    ["a NUL, which jsonb refuses", '{"id": "a\\u0000b"}'],
    ["half of a surrogate pair", '{"id": "\\ud800"}'],
  ])("keep %s, as bytes", async (_what, text) => {
    expect(await bury(text)).toBe("SUCCESS");
    const [newest] = await waiting();
    const event = { data_base64: Buffer.from(text).toString("base64") };
    expect(newest).toMatchObject({ eventId: null, type: "unknown", event });
    expect((await replay(newest?.id ?? "")).status).toBe(409);
  });

  it("are listed newest first, by limit and cursor", async () => {
    const ids = (await waiting()).map(({ id }) => id);
    const first = (await list("?limit=2")).json<{ nextCursor: string }>();
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect(first).toMatchObject({
      items: ids.slice(0, 2).map((id) => ({ id })),
    });
    expect(second.json()).toMatchObject({
      items: ids.slice(2, 4).map((id) => ({ id })),
    });
    expect([...ids].sort().reverse()).toEqual(ids);
  });

  it("are counted, those that wait and those that were stored", async () => {
    const count = (await waiting()).length;
    const metrics = (await service.app.call("/metrics")).text;
    expect(metrics).toContain(`dead_letters_waiting{app="booking"} ${count}`);
    expect(metrics).toMatch(
      /dead_letters_stored_total\{type="property.published.v1",app="booking"\} \d/,
    );
    expect(metrics).toMatch(/dead_letters_stored_total\{type="unknown"/);
  });

  it("take nothing from a caller, only from the sidecar", async () => {
    const reply = await service.app.call("/events/dead-letters", {
      method: "POST",
      headers: { "dapr-caller-app-id": "gateway" },
      body: {},
    });
    expect(reply.status).toBe(403);
  });
});

describe("replaying", () => {
  it("has its effect once, however often and at once it is asked for", async () => {
    const property = listing(4);
    const event = published(property);
    await bury(JSON.stringify(event));
    const { id } = await letterOf(event.id);
    const replies = await Promise.all([replay(id), replay(id), replay(id)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stockOf(property)).toMatchObject({ initialQuantity: 4 });
    const effects = await service.dataSource.query<unknown[]>(
      "SELECT 1 FROM processed_event WHERE event_id = $1",
      [event.id],
    );
    expect(effects).toHaveLength(1);
    const later = await replay(id);
    expect(later.json()).toMatchObject({
      deadLetter: { id, replayedAt: expect.any(String) },
    });
    expect((await waiting()).map((each) => each.id)).not.toContain(id);
    expect(await delivered("properties", event)).toBe("SUCCESS");
  });

  it("that fails again keeps the letter, with the new reason: 409", async () => {
    const property = listing(2);
    const event = published(property);
    await bury(JSON.stringify(event));
    const { id } = await letterOf(event.id);
    const { heal } = await breakTable("room_inventory");
    const refused = await replay(id);
    await heal();
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({ code: "DEAD_LETTER.FAILED_AGAIN" });
    expect(await letterOf(event.id)).toMatchObject({
      id,
      reason: expect.stringContaining("does not exist"),
      attempts: 1,
    });
    expect((await replay(id)).status).toBe(200);
    expect(await stockOf(property)).toMatchObject({ initialQuantity: 2 });
  });

  it("finds no letter that is not there: 404; an id that is none: 422", async () => {
    const unknown = await replay(randomUUID());
    expect([unknown.status, unknown.json()["code"]]).toEqual([
      404,
      "DEAD_LETTER.NOT_FOUND",
    ]);
    expect((await replay("x")).status).toBe(422);
  });

  it.each(["tenant", "landlord"] as const)(
    "and listing are not for a %s: 403",
    async (role) => {
      const event = published(listing(1));
      await bury(JSON.stringify(event));
      const { id } = await letterOf(event.id);
      const token = service.tokenFor({ userId: randomUUID(), role });
      for (const reply of [await list("", token), await replay(id, token)])
        expect([reply.status, reply.json()["code"]]).toEqual([
          403,
          "ACCESS.DENIED",
        ]);
      expect(await letterOf(event.id)).toMatchObject({ replayedAt: null });
    },
  );
});
