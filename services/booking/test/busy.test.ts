import { describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { haveRoom, reserve, startService } from "./service.js";

describe("a service whose queue is full", () => {
  it("turns the next request away at once, says when to come again, and takes it then", async () => {
    const service = await startService({ RESERVE_QUEUE_LIMIT: 2 });
    try {
      const { roomId } = await haveRoom(service, 50);
      const tenants = Array.from({ length: 20 }, () => ({
        tenant: service.newTenant(),
        key: randomUUID(),
      }));
      // Whoever is served waits for the row, so the queue fills however fast the machine is.
      const holder = service.dataSource.createQueryRunner();
      await holder.startTransaction();
      await holder.query(
        "SELECT 1 FROM room_inventory WHERE room_id = $1 FOR UPDATE",
        [roomId],
      );
      let answered = 0;
      const asking = tenants.map(({ tenant, key }) =>
        reserve(service, tenant, roomId, key).finally(() => {
          answered += 1;
        }),
      );
      try {
        await eventually(() => expect(answered).toBe(18));
      } finally {
        await holder.rollbackTransaction();
        await holder.release();
      }
      const replies = await Promise.all(asking);
      const busy = replies.filter(({ status }) => status === 503);
      expect(busy.length).toBeGreaterThan(0);
      expect(busy[0]?.json()).toMatchObject({ code: "BOOKING.BUSY" });
      expect(busy[0]?.headers.get("retry-after")).toBe("1");
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(
        20 - busy.length,
      );
      for (const { tenant, key } of tenants) {
        const again = await reserve(service, tenant, roomId, key);
        expect([200, 201]).toContain(again.status);
      }
      expect(await service.stockOf(roomId)).toMatchObject({
        availableQuantity: 30,
      });
    } finally {
      await service.close();
    }
  });
});

describe("a service whose database has no connection left", () => {
  it("says within seconds that it cannot serve, and when to come again", async () => {
    const service = await startService();
    const holders = Array.from({ length: 20 }, () =>
      service.dataSource.createQueryRunner(),
    );
    try {
      const { roomId } = await haveRoom(service, 1);
      await Promise.all(holders.map((holder) => holder.connect()));
      const path = `/public/rooms/${roomId}/availability`;
      const askedAt = performance.now();
      const reply = await service.app.call(path);
      // A request waits 5 s for a connection.
      expect(performance.now() - askedAt).toBeLessThan(8_000);
      expect(reply.status).toBe(503);
      expect(reply.json()).toMatchObject({ code: "SERVICE.UNAVAILABLE" });
      expect(reply.headers.get("retry-after")).toBe("1");
      await Promise.all(holders.map((holder) => holder.release()));
      expect((await service.app.call(path)).status).toBe(200);
    } finally {
      await service.close();
    }
  });

  it("says the same when the server ends its connections", async () => {
    const service = await startService();
    try {
      const { roomId } = await haveRoom(service, 1);
      const holder = service.dataSource.createQueryRunner();
      await holder.startTransaction();
      await holder.query(
        "SELECT 1 FROM room_inventory WHERE room_id = $1 FOR UPDATE",
        [roomId],
      );
      const asking = reserve(service, service.newTenant(), roomId);
      await eventually(async () => {
        const waiting = await service.dataSource.query<unknown[]>(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      });
      expect((await asking).json()).toMatchObject({
        code: "SERVICE.UNAVAILABLE",
      });
      await holder.rollbackTransaction();
      await holder.release();
    } finally {
      await service.close();
    }
  });
});
