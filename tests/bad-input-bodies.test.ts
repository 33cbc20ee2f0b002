import { describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { createClient } from "./support/client.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";
import { deliverWebhook, signatureOf } from "./support/webhooks.js";
import { prepareWrites, type Write } from "./support/writes.js";

const stack = await testStack();
const client = createClient(stack);
const { subjects, writes, withBody, send, sendChanged } = await prepareWrites(
  stack,
  client,
);
const restartsOf = async () =>
  Object.fromEntries(
    (await stack.status()).map(({ spec, restarts }) => [spec.name, restarts]),
  );
const before = await restartsOf();

const TWO_MEGABYTES = 2 * 1024 * 1024;

const MALFORMED = [
  "{",
  "}",
  "{]",
  '{"a":}',
  '{"a":1,}',
  "{'a':1}",
  '{"a":1}{"b":2}',
  '{"a":01}',
  '{"a":NaN}',
  '{"a":"\t"}',
  '{"a":"\\x"}',
  "undefined",
  '"text"',
  "1",
  "null",
  "\u0000",
  "<a/>",
];

describe.each(writes)("$name", (write: Write) => {
  it("refuses what is no JSON object: 400", async () => {
    for (const body of MALFORMED) {
      const answer = await send(write, { body });
      expectRefusal(answer, 400, "REQUEST.MALFORMED_JSON");
    }
  });

  it.each([
    "text/plain",
    "text/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/jsonp",
    "nonsense",
  ])("refuses a body of the type %s: 415", async (type) => {
    const answer = await send(write, {
      body: "{}",
      headers: { "content-type": type },
    });
    expectRefusal(answer, 415, "REQUEST.UNSUPPORTED_MEDIA_TYPE");
  });

  it.each([
    ["an unknown charset", { "content-type": "application/json; charset=x" }],
    ["Latin-1", { "content-type": "application/json; charset=iso-8859-1" }],
    ["an unknown encoding", { "content-encoding": "x" }],
    ["compress", { "content-encoding": "compress" }],
  ])("refuses a body in %s: 415", async (_name, headers) => {
    const answer = await send(write, { body: "{}", headers });
    expect(answer.status).toBe(415);
    expectProblem(answer);
  });

  it.each(["gzip", "deflate", "br"])(
    "refuses a body that claims to be %s and is not: 400",
    async (encoding) => {
      const answer = await send(write, {
        body: "{}",
        headers: { "content-encoding": encoding },
      });
      expect(answer.status).toBe(400);
      expectProblem(answer);
    },
  );

  it("refuses a small body that unpacks to a large one: 413", async () => {
    const answer = await send(write, {
      body: gzipSync(JSON.stringify({ a: "x".repeat(TWO_MEGABYTES) })),
      headers: { "content-encoding": "gzip" },
    });
    expectRefusal(answer, 413, "REQUEST.TOO_LARGE");
  });

  it.each([
    ["of a stated length", false],
    ["in chunks", true],
  ])("refuses two megabytes %s: 413", async (_name, chunked) => {
    const body = JSON.stringify({ name: "x".repeat(TWO_MEGABYTES) });
    const answer = await send(write, { body, chunked });
    expectRefusal(answer, 413, "REQUEST.TOO_LARGE");
  });

  it("refuses two megabytes that are no JSON, and between two limits: 4xx", async () => {
    const noise = await send(write, { body: randomBytes(TWO_MEGABYTES) });
    expectRefusal(noise, 413, "REQUEST.TOO_LARGE");
    const body = JSON.stringify({ name: "x".repeat(512 * 1024) });
    for (const chunked of [false, true]) {
      const answer = await send(write, { body, chunked });
      expectRefusal(answer, 413, "REQUEST.TOO_LARGE");
    }
  });
});

const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const SHAPES: readonly (readonly [string, string])[] = [
  ["an empty object", "{}"],
  ["an array", "[]"],
  ["an array of an object", "[{}]"],
  ["unknown fields only", '{"surprise":true}'],
  ["deep nesting", deep(20_000)],
  ["deep nesting in a field", `{"name":${deep(20_000)}}`],
  [
    "fifteen thousand fields",
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: 15_000 }, (_, at) => [`f${at}`, 1]),
      ),
    ),
  ],
  ["a prototype", '{"__proto__":{"role":"admin","email":"a@b.co"}}'],
  ["a constructor", '{"constructor":{"prototype":{"role":"admin"}}}'],
];

describe.each(withBody)("$name", (write: Write) => {
  it.each(SHAPES)("refuses %s: 422", async (_name, body) => {
    expectRefusal(await send(write, { body }), 422, "REQUEST.INVALID");
  });

  it("refuses nothing where something is asked for: 422", async () => {
    const none = await send(write);
    expectRefusal(none, 422, "REQUEST.INVALID");
    expectRefusal(await send(write, { body: "" }), 422, "REQUEST.INVALID");
  });

  it.each([
    ["unknown", { surprise: 1 }],
    ["its own id", { id: subjects.propertyId }],
    ["a status", { status: "booked" }],
    ["an owner", { landlordId: subjects.landlord.id, tenantId: "x" }],
    ["an amount", { amountPaise: 1 }],
    ["a constructor", { constructor: { prototype: { isAdmin: true } } }],
    ["a name of Object's", { toString: "x", hasOwnProperty: "y" }],
  ])(
    "refuses a good body with one more field, %s: 422",
    async (_name, more) => {
      expectRefusal(await sendChanged(write, more), 422, "REQUEST.INVALID");
    },
  );

  it("refuses a good body with a prototype in it: 422", async () => {
    const good = JSON.stringify(write.body?.()).slice(1);
    const body = `{"__proto__":{"role":"admin"},${good}`;
    expectRefusal(await send(write, { body }), 422, "REQUEST.INVALID");
  });

  it("refuses null, and every other type, for every field: 422", async () => {
    for (const field of Object.keys(write.body?.() ?? {}))
      for (const value of [null, true, [], {}, [[]], { $gt: "" }]) {
        const given = write.body?.()[field as never] as unknown;
        // An empty list of amenities is a list of amenities.
        if (Array.isArray(given) && Array.isArray(value) && !value.length)
          continue;
        const answer = await sendChanged(write, { [field]: value });
        expectRefusal(answer, 422, "REQUEST.INVALID");
      }
  });
});

describe("the webhook", () => {
  it.each(["", ...MALFORMED, ...SHAPES.map(([, body]) => body)])(
    "refuses what Stripe did not sign: %#",
    async (body) => {
      const answer = await deliverWebhook(
        stack,
        body,
        `t=1,v1=${"0".repeat(64)}`,
      );
      expectRefusal(answer, 400, "PAYMENT.SIGNATURE_INVALID");
    },
  );

  it.each([
    "",
    ...MALFORMED,
    "{}",
    "[]",
    '{"type":"checkout.session.completed"}',
  ])("refuses what is no event, though it is signed: %j", async (body) => {
    const answer = await deliverWebhook(stack, body, signatureOf(stack, body));
    expect(answer.status).toBe(400);
    expectProblem(answer);
  });

  it("refuses two megabytes: 413", async () => {
    const body = JSON.stringify({ name: "x".repeat(TWO_MEGABYTES) });
    const answer = await deliverWebhook(stack, body, signatureOf(stack, body));
    expectRefusal(answer, 413, "REQUEST.TOO_LARGE");
  });

  it("refuses a body that claims to be gzip and is not: 400", async () => {
    const headers = { "content-encoding": "gzip" };
    const answer = await deliverWebhook(
      stack,
      "{}",
      signatureOf(stack, "{}"),
      headers,
    );
    expect(answer.status).toBe(400);
    expectProblem(answer);
  });
});

describe("all of this", () => {
  it("ended no process, and the way to a booking is still open", async () => {
    expect(await restartsOf()).toEqual(before);
    const { tenant, landlord } = subjects;
    const { roomId } = await client.newRoom(landlord, 1);
    const { id } = await client.newBooking(tenant, roomId);
    await client.checkoutUrl(tenant, id);
  });
});
