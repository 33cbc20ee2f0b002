import { describe, expect, it } from "@jest/globals";
import { createEdge, listDeadLetters, signIn } from "@rentezy/local/client";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { createClient, operatorOf } from "./support/client.js";
import { command } from "./support/command.js";
import { aProperty, aRoom } from "./support/listings.js";
import { expectRefusal } from "./support/problems.js";
import { openSidecar } from "./support/sidecars.js";
import { testStack, urlOf } from "./support/stack.js";

/** A letter's way: broker, handler, broker again, table. */
const ON_THE_WAY = { withinMs: 60_000, everyMs: 250 };

const stack = await testStack();
const client = createClient(stack);
const edge = createEdge(urlOf(stack, "gateway"));
const landlord = await client.newUser("landlord");

const published = (propertyId: string, data: object) => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "property",
  type: "property.updated.v1",
  subject: propertyId,
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  data: { propertyId, landlordId: landlord.id, ...data },
});

/** Publishes as one that took an app's place would: around its outbox and its schemas. */
async function publish(
  app: "property" | "booking",
  topic: string,
  message: { readonly key: string; readonly type: string; body: string },
): Promise<void> {
  const sidecar = await openSidecar(stack, app);
  const raw = message.type === "text/plain" ? "&metadata.rawPayload=true" : "";
  const query = `metadata.partitionKey=${message.key}${raw}`;
  const answer = await sidecar.call(`/v1.0/publish/pubsub/${topic}?${query}`, {
    method: "POST",
    headers: { "content-type": message.type },
    body: message.body,
  });
  expect(answer).toMatchObject({ status: 204 });
}

const publishEvent = (
  app: "property" | "booking",
  topic: string,
  event: ReturnType<typeof published>,
) =>
  publish(app, topic, {
    key: event.subject,
    type: "application/cloudevents+json",
    body: JSON.stringify(event),
  });

const letters = async () => {
  const { accessToken } = await signIn(edge, operatorOf(stack));
  return listDeadLetters(edge, accessToken, "booking");
};

type Letter = Awaited<ReturnType<typeof letters>>[number];

const letterWith = (wanted: (letter: Letter) => boolean) =>
  eventually(async () => {
    const found = (await letters()).find(wanted);
    if (!found) throw new Error("the letter has not come yet");
    return found;
  }, ON_THE_WAY);

const deadLetters = (...args: readonly string[]) =>
  command("dead-letters", ...args, "--port-base", String(stack.portBase));

/** A landlord's later change of the same property, which shares the partition. */
async function changeQuantity(
  { propertyId, roomId }: { propertyId: string; roomId: string },
  quantity: number,
): Promise<void> {
  const path = `/api/property/properties/${propertyId}/rooms/${roomId}`;
  const body = { quantity };
  const { token } = landlord;
  const answer = await client.call(path, { method: "PATCH", token, body });
  expect(answer.status).toBe(200);
}

const hasRooms = (roomId: string, quantity: number) =>
  eventually(async () => {
    expect(await client.available(roomId)).toBe(quantity);
  }, ON_THE_WAY);

describe("a message that booking cannot read", () => {
  it("goes to its dead letters, and what comes behind it is handled", async () => {
    const room = await client.newRoom(landlord, 2);
    const poison = published(room.propertyId, { rooms: "many" });
    await publishEvent("property", "properties", poison);
    await changeQuantity(room, 7);
    await hasRooms(room.roomId, 7);
    const letter = await letterWith(({ eventId }) => eventId === poison.id);
    expect(letter).toMatchObject({
      topic: "properties",
      type: "property.updated.v1",
      reason: expect.stringContaining("its data is not of its type"),
      event: { id: poison.id, data: poison.data },
    });
    const listed = await deadLetters("list", "--app", "booking", "--payload");
    expect(listed.code).toBe(0);
    expect(listed.output).toContain(letter.id);
    expect(listed.output).toContain('"rooms": "many"');
    const replayed = await deadLetters("replay", "--id", letter.id);
    expect(replayed.code).toBe(1);
    expect(replayed.output).toContain("failed again: its data is not of");
  }, 180_000);

  it("is kept as it came, though it is no event at all", async () => {
    const room = await client.newRoom(landlord, 2);
    const body = `no event ${randomUUID()}`;
    const message = { key: room.propertyId, type: "text/plain", body };
    await publish("property", "properties", message);
    await changeQuantity(room, 5);
    await hasRooms(room.roomId, 5);
    const bytes = Buffer.from(body).toString("base64");
    const isIt = ({ event }: Letter) =>
      JSON.stringify(event) === JSON.stringify({ data_base64: bytes });
    expect(await letterWith(isIt)).toMatchObject({ type: "unknown" });
  }, 180_000);
});

describe("a dead letter that can be handled now", () => {
  it("has its effect by a replay, and waits no longer", async () => {
    const room = { ...aRoom({ quantity: 3 }), roomId: randomUUID() };
    const event = published(randomUUID(), {
      ...aProperty(),
      version: 1,
      status: "published",
      rooms: [room],
    });
    await publishEvent("booking", "booking.dead-letters", event);
    const { id } = await letterWith(({ eventId }) => eventId === event.id);
    const replayed = await deadLetters("replay", "--id", id);
    expect(replayed).toMatchObject({ code: 0 });
    expect(await client.available(room.roomId)).toBe(3);
    expect((await letters()).map((letter) => letter.id)).not.toContain(id);
    expect((await deadLetters("replay", "--id", id)).code).toBe(0);
    expect(await client.available(room.roomId)).toBe(3);
  }, 180_000);

  it("is nothing that a tenant may see: 403", async () => {
    const { token } = await client.newUser("tenant");
    for (const app of ["booking", "property"]) {
      const path = `/api/${app}/dead-letters`;
      expectRefusal(await client.call(path, { token }), 403, "ACCESS.DENIED");
      const replay = `${path}/${randomUUID()}/replay`;
      const answer = await client.call(replay, { method: "POST", token });
      expectRefusal(answer, 403, "ACCESS.DENIED");
    }
  });
});
