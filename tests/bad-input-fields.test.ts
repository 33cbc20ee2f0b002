import { describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { createClient, dayFromNow, MOVE_IN_DATE } from "./support/client.js";
import { BAD_IDS, FIELDS, SQL } from "./support/bad-values.js";
import { aProperty } from "./support/listings.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";
import { patiently } from "./support/wire.js";
import { prepareWrites } from "./support/writes.js";

const stack = await testStack();
const client = createClient(stack);
const { subjects, named, send, sendChanged } = await prepareWrites(
  stack,
  client,
);

describe.each(FIELDS)("%s", (operation, field, values) => {
  it(`refuses a bad ${field}, and says that it is the ${field}: 422`, async () => {
    for (const value of values) {
      const answer = await sendChanged(named(operation), { [field]: value });
      const problem = expectProblem(answer);
      expect([value, problem.status, problem.code]).toEqual([
        value,
        422,
        "REQUEST.INVALID",
      ]);
      expect(problem.errors?.[0]?.path).toMatch(
        new RegExp(`^body\\.${field}(\\.|$)`),
      );
    }
  });

  it(`refuses a ${field} that JSON can say and numbers cannot hold`, async () => {
    const body = JSON.stringify({ ...named(operation).body?.(), [field]: 0 });
    for (const number of [
      "1e999",
      "-1e999",
      "9".repeat(400),
      "-0.0000000001",
    ]) {
      const text = body.replace(`"${field}":0`, `"${field}":${number}`);
      const answer = await send(named(operation), { body: text });
      expectRefusal(answer, 422, "REQUEST.INVALID");
    }
  });
});

describe("booking", () => {
  it.each([-1, -2, -30, -36_500])(
    "refuses to move in %d days from now: 422",
    async (days) => {
      // Days change in India first: one day ago in UTC has passed there too.
      const moveInDate = dayFromNow(days);
      const answer = await sendChanged(named("book"), { moveInDate });
      expectRefusal(answer, 422, "BOOKING.MOVE_IN_IN_PAST");
    },
  );

  it.each([800, 36_500])(
    "refuses to move in %d days ahead: 422",
    async (days) => {
      const moveInDate = dayFromNow(days);
      const answer = await sendChanged(named("book"), { moveInDate });
      expectRefusal(answer, 422, "BOOKING.MOVE_IN_TOO_FAR");
    },
  );

  it.each([
    "",
    "1",
    "not-a-uuid",
    `${randomUUID()}, ${randomUUID()}`,
    `${randomUUID()}x`,
    "x".repeat(5_000),
    ...SQL,
  ])("refuses the Idempotency-Key %j: 400", async (key) => {
    const answer = await send(named("book"), {
      headers: { "idempotency-key": key },
      body: JSON.stringify(named("book").body?.()),
    });
    expect(answer.status).toBe(400);
    expect(expectProblem(answer).code).toMatch(
      /^IDEMPOTENCY\.KEY_(REQUIRED|INVALID)$/,
    );
  });
});

const { landlord, tenant, propertyId, roomId } = subjects;

/** A path of every operation that has an id in it. */
const PATHS = [
  ["PATCH", (id: string) => `/api/property/properties/${id}`, landlord],
  ["DELETE", (id: string) => `/api/property/properties/${id}`, landlord],
  ["GET", (id: string) => `/api/property/properties/${id}`, landlord],
  ["POST", (id: string) => `/api/property/properties/${id}/publish`, landlord],
  [
    "POST",
    (id: string) => `/api/property/properties/${id}/unpublish`,
    landlord,
  ],
  ["POST", (id: string) => `/api/property/properties/${id}/rooms`, landlord],
  [
    "PATCH",
    (id: string) => `/api/property/properties/${id}/rooms/${roomId}`,
    landlord,
  ],
  [
    "PATCH",
    (id: string) => `/api/property/properties/${propertyId}/rooms/${id}`,
    landlord,
  ],
  ["GET", (id: string) => `/api/public/property/properties/${id}`, landlord],
  ["GET", (id: string) => `/api/booking/bookings/${id}`, tenant],
  ["POST", (id: string) => `/api/booking/bookings/${id}/cancel`, tenant],
  ["GET", (id: string) => `/api/booking/bookings/${id}/checkout`, tenant],
  [
    "GET",
    (id: string) => `/api/public/booking/rooms/${id}/availability`,
    tenant,
  ],
] as const;

/** What a path can hold at all: the edge refuses the rest as a path, not as an id. */
const canBeInPath = (text: string) =>
  text.trim() !== "" && !/[\\/%?#\u0000-\u001f\ud800-\udfff]/.test(text);

describe.each(PATHS)("%s of an id in the path", (method, pathOf, user) => {
  it(`refuses what is no id: 422 (${pathOf(":id")})`, async () => {
    for (const id of BAD_IDS.filter(canBeInPath)) {
      const path = pathOf(encodeURIComponent(id));
      const body = method === "GET" ? undefined : {};
      const answer = await patiently(() =>
        client.call(path, { method, token: user.token, body }),
      );
      const { status, code } = expectProblem(answer);
      expect([id, status, code]).toEqual([id, 422, "REQUEST.INVALID"]);
    }
  });
});

describe("SQL in text", () => {
  it.each(SQL)("is text like any other: %s", async (text) => {
    const property = aProperty({
      title: text,
      city: text,
      description: text,
      amenities: [text],
    });
    const created = await client.call("/api/property/properties", {
      method: "POST",
      token: landlord.token,
      body: property,
    });
    expect(created.status).toBe(201);
    expect(created.json()).toMatchObject({ property });
    const list = `/api/public/property/properties?city=${encodeURIComponent(text)}`;
    expect((await client.call(list)).json()).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it("opens no account", async () => {
    for (const password of SQL) {
      const answer = await client.call("/api/public/auth/login", {
        method: "POST",
        body: { email: tenant.email, password },
      });
      expectRefusal(answer, 401, "AUTH.INVALID_CREDENTIALS");
    }
  });

  it("leaves everything where it was", async () => {
    const { roomId: another } = await client.newRoom(landlord, 1);
    const answer = await client.reserve(tenant, another);
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      booking: { moveInDate: MOVE_IN_DATE },
    });
  });
});
