import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  haveBooking,
  haveHold,
  haveRoom,
  hear,
  startService,
  type Service,
} from "./service.js";

describe("what waits longer than it should", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.close());

  const gauge = async (name: string): Promise<number> => {
    const { text } = await service.app.call("/metrics");
    const line = text.split("\n").find((each) => each.startsWith(name));
    return Number(line?.split(" ").at(-1));
  };
  const oldest = (status: string) =>
    gauge(`booking_oldest_waiting_seconds{status="${status}"`);
  const set = (sql: string, id: string) =>
    service.dataSource.query(`UPDATE booking SET ${sql} WHERE id = $1`, [id]);

  it("are holds that are over and were not ended, when two minutes have passed", async () => {
    await haveHold(service);
    const late = await haveHold(service);
    const veryLate = await haveHold(service);
    expect(await gauge("booking_holds_overdue")).toBe(0);
    await set("hold_expires_at = now() - interval '1 minute'", late);
    await set("hold_expires_at = now() - interval '3 minutes'", veryLate);
    expect(await gauge("booking_holds_overdue")).toBe(1);
    await hear(service, veryLate, "payment.expired.v1");
    expect(await gauge("booking_holds_overdue")).toBe(0);
  });

  it("are bookings that are being refunded, by the age of the refund and not of the booking", async () => {
    expect(await oldest("refunding")).toBe(0);
    const { roomId } = await haveRoom(service, 1);
    const { booking } = await haveBooking(service, roomId);
    await set("updated_at = now() - interval '2 hours'", booking.id);
    await hear(service, booking.id, "payment.expired.v1");
    // Somebody else takes the room, so that late money can only go back.
    const other = await haveBooking(service, roomId);
    expect(other.booking.status).toBe("reserved");
    await hear(service, booking.id, "payment.succeeded.v1");
    const young = await oldest("refunding");
    expect(young).toBeGreaterThan(0);
    expect(young).toBeLessThan(60);
    await set("updated_at = now() - interval '20 minutes'", booking.id);
    expect(await oldest("refunding")).toBeGreaterThanOrEqual(1_200);
    expect(await oldest("expiring")).toBe(0);
  });
});
