import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  haveBooking,
  haveRoom,
  reserve,
  startService,
  type Service,
} from "./service.js";

describe("the operation that does nothing", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const noOp = (token?: string) =>
    service.app.call("/api/no-op", {
      method: "POST",
      ...(token !== undefined && { token }),
      body: { roomId: "whatever" },
    });

  it("answers a tenant whatever was sent, and as much as the refusal of a sold-out room is", async () => {
    const tenant = service.newTenant();
    const reply = await noOp(tenant.token);
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({ done: "nothing" });
    const { roomId } = await haveRoom(service, 1);
    await haveBooking(service, roomId);
    const refusal = await reserve(service, tenant, roomId);
    expect(refusal.status).toBe(409);
    const difference = refusal.text.length - reply.text.length;
    expect(Math.abs(difference)).toBeLessThan(30);
  });

  it("is behind the doors of a reservation", async () => {
    expect((await noOp()).status).toBe(401);
    const landlord = service.tokenFor({
      userId: crypto.randomUUID(),
      role: "landlord",
    });
    expect((await noOp(landlord)).status).toBe(403);
  });
});
