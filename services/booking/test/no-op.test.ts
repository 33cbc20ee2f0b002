import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startService, type Service } from "./service.js";

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

  it("answers a tenant with 204, whatever was sent", async () => {
    const reply = await noOp(service.newTenant().token);
    expect(reply.status).toBe(204);
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
