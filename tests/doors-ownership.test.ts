import { describe, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { createClient, type User } from "./support/client.js";
import { aProperty, aRoom } from "./support/listings.js";
import { expectRefusal } from "./support/problems.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);

const [tenant, stranger, landlord, rival] = await Promise.all([
  client.newUser("tenant"),
  client.newUser("tenant"),
  client.newUser("landlord"),
  client.newUser("landlord"),
]);
const { propertyId, roomId } = await client.newRoom(landlord, 3);
const booking = await client.newBooking(tenant, roomId);

const created = await client.call("/api/property/properties", {
  method: "POST",
  token: landlord.token,
  body: aProperty(),
});
const draftId = created.json<{ property: { id: string } }>().property.id;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const ask = (user: User, { method, path, body }: Operation) =>
  client.call(path, { method, token: user.token, body });

const changesOf = (id: string): readonly Operation[] => {
  const path = `/api/property/properties/${id}`;
  return [
    { method: "PATCH", path, body: { title: "Mine now" } },
    { method: "POST", path: `${path}/rooms`, body: aRoom() },
    {
      method: "PATCH",
      path: `${path}/rooms/${roomId}`,
      body: { rentPaise: 1 },
    },
    { method: "POST", path: `${path}/publish` },
    { method: "POST", path: `${path}/unpublish` },
    { method: "DELETE", path },
    { method: "GET", path },
  ];
};

describe("a tenant on a landlord's operation", () => {
  it.each([
    { method: "POST", path: "/api/property/properties", body: aProperty() },
    { method: "GET", path: "/api/property/properties" },
    ...changesOf(propertyId),
  ])("is refused: $method $path", async (operation) => {
    expectRefusal(await ask(tenant, operation), 403, "ACCESS.DENIED");
  });
});

describe("another's published property", () => {
  it.each(changesOf(propertyId))(
    "is not another landlord's to use: $method $path",
    async (operation) => {
      expectRefusal(await ask(rival, operation), 403, "ACCESS.DENIED");
    },
  );
});

describe("another's draft", () => {
  it.each(changesOf(draftId))(
    "does not exist for another landlord: $method $path",
    async (operation) => {
      expectRefusal(await ask(rival, operation), 404, "PROPERTY.NOT_FOUND");
    },
  );

  it("does not exist for the public", async () => {
    const path = `/api/public/property/properties/${draftId}`;
    expectRefusal(await client.call(path), 404, "PROPERTY.NOT_FOUND");
  });
});

describe("another's booking", () => {
  const path = `/api/booking/bookings/${booking.id}`;

  it.each([
    { method: "GET", path },
    { method: "GET", path: `${path}/checkout` },
    { method: "POST", path: `${path}/cancel` },
  ])("does not exist for a stranger: $method $path", async (operation) => {
    expectRefusal(await ask(stranger, operation), 404, "BOOKING.NOT_FOUND");
  });

  it("does not exist for a landlord of other rooms", async () => {
    const read = { method: "GET", path };
    expectRefusal(await ask(rival, read), 404, "BOOKING.NOT_FOUND");
  });

  it.each([
    { method: "GET", path: `${path}/checkout` },
    { method: "POST", path: `${path}/cancel` },
  ])(
    "is not its landlord's to pay or cancel: $method $path",
    async (operation) => {
      expectRefusal(await ask(landlord, operation), 403, "ACCESS.DENIED");
    },
  );

  it("is told apart from none by nothing", async () => {
    const none = {
      method: "GET",
      path: `/api/booking/bookings/${randomUUID()}`,
    };
    expectRefusal(await ask(stranger, none), 404, "BOOKING.NOT_FOUND");
  });
});

describe("booking a room", () => {
  it("is not open to landlords", async () => {
    const answer = await client.reserve(landlord, roomId);
    expectRefusal(answer, 403, "ACCESS.DENIED");
  });
});

describe("registering", () => {
  it("makes no admin", async () => {
    const answer = await client.call("/api/public/auth/register", {
      method: "POST",
      body: {
        email: `${randomUUID()}@example.com`,
        password: randomUUID(),
        name: "Mallory",
        role: "admin",
      },
    });
    expectRefusal(answer, 422, "REQUEST.INVALID");
  });
});
