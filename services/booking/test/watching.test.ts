import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "@jest/globals";
import { noteChanged } from "../src/persistence/saga-watch.js";
import { createWatchSagas } from "../src/use-cases/watch-sagas.js";
import { watchBrokenBy, worldOf } from "./engine.js";
import {
  haveBooking,
  haveHold,
  haveRoom,
  hear,
  startService,
  type Service,
} from "./service.js";

describe("the watch over sagas", () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  beforeEach(() => service.engine.backToPresent());

  afterAll(() => service.close());

  const tick = async () => {
    const reply = await service.app.call("/events/saga-watch", {
      method: "POST",
    });
    expect(reply.status).toBe(200);
  };
  /** Twice: what is overdue is noted first, and helped only if it still is some time later. */
  const watch = async () => {
    await tick();
    service.engine.pass(11);
    await tick();
  };
  const heldWithPage = async () => {
    const id = await haveHold(service);
    await service.dataSource.query(
      "UPDATE booking SET checkout_url = 'https://pay.test/1' WHERE id = $1",
      [id],
    );
    return id;
  };
  const runs = (id: string) =>
    service.engine.running.set(id, service.engine.now());
  const isWatched = async (id: string) => {
    const sql = "SELECT 1 FROM saga_watch WHERE booking_id = $1";
    return (await service.dataSource.query<object[]>(sql, [id])).length > 0;
  };

  it("starts a saga for a hold that is over and has none", async () => {
    const id = await heldWithPage();
    service.engine.pass(603);
    await watch();
    expect(service.engine.askedOf(id)).toEqual([`start booking-saga ${id}`]);
  });

  it("starts a saga anew that has made no step since the hold was over", async () => {
    const id = await heldWithPage();
    runs(id);
    service.engine.pass(603);
    await watch();
    expect(service.engine.askedOf(id)).toEqual([
      `end ${id}`,
      `start booking-saga ${id}`,
    ]);
  });

  it("starts a saga anew that has not opened the checkout", async () => {
    const id = await haveHold(service);
    runs(id);
    service.engine.pass(31);
    await watch();
    expect(service.engine.askedOf(id)).toEqual([
      `end ${id}`,
      `start booking-saga ${id}`,
    ]);
  });

  it("starts a saga anew whose tenant has cancelled, and for which the hold is over then", async () => {
    const { roomId } = await haveRoom(service, 1);
    const { booking, tenant } = await haveBooking(service, roomId);
    const cancelled = await service.app.call(
      `/api/bookings/${booking.id}/cancel`,
      { method: "POST", token: tenant.token },
    );
    expect(cancelled.status).toBe(202);
    runs(booking.id);
    await watch();
    expect(service.engine.askedOf(booking.id)).toEqual([
      `end ${booking.id}`,
      `start booking-saga ${booking.id}`,
    ]);
    expect(service.engine.inputOf(booking.id)).toEqual({
      bookingId: booking.id,
      holdExpiresAt: "1970-01-01T00:00:00.000Z",
    });
  });

  it("leaves a saga alone whose tenant has the page to pay on, and time", async () => {
    const id = await heldWithPage();
    runs(id);
    service.engine.pass(300);
    await watch();
    expect(service.engine.askedOf(id)).toEqual([]);
  });

  it("leaves a saga alone that opened the checkout at last", async () => {
    const id = await haveHold(service);
    runs(id);
    service.engine.pass(31);
    await tick();
    await service.dataSource.query(
      "UPDATE booking SET checkout_url = 'https://pay.test/1' WHERE id = $1",
      [id],
    );
    service.engine.pass(11);
    await tick();
    expect(service.engine.askedOf(id)).toEqual([]);
  });

  it("leaves a saga alone that asks for slow money, ever more rarely", async () => {
    const id = await heldWithPage();
    service.engine.pass(900);
    await tick();
    runs(id);
    service.engine.pass(200);
    await tick();
    expect(service.engine.askedOf(id)).toEqual([]);
  });

  it("comes back every twenty seconds to what it cannot help", async () => {
    const id = await heldWithPage();
    service.engine.pass(603);
    await watch();
    for (const starts of [1, 2, 3, 4]) {
      expect(service.engine.askedOf(id)).toHaveLength(starts);
      service.engine.running.delete(id);
      service.engine.pass(19);
      await tick();
      expect(service.engine.askedOf(id)).toHaveLength(starts);
      service.engine.pass(2);
      await tick();
    }
  });

  it("comes back after a quarter of the time for which it could not help, once that is long", async () => {
    const id = await heldWithPage();
    service.engine.pass(603);
    await tick();
    service.engine.pass(1_600);
    await tick();
    service.engine.running.delete(id);
    service.engine.pass(399);
    await tick();
    expect(service.engine.askedOf(id)).toHaveLength(1);
    service.engine.pass(2);
    await tick();
    expect(service.engine.askedOf(id)).toHaveLength(2);
  });

  it("starts a saga anew again that falls silent at once, however long ago the hold was over", async () => {
    const id = await heldWithPage();
    service.engine.pass(900);
    await watch();
    expect(service.engine.askedOf(id)).toEqual([`start booking-saga ${id}`]);
    service.engine.pass(21);
    await tick();
    expect(service.engine.askedOf(id)).toEqual([
      `start booking-saga ${id}`,
      `end ${id}`,
      `start booking-saga ${id}`,
    ]);
  });

  it.each(["payment.succeeded.v1", "payment.expired.v1"] as const)(
    "ends a saga that goes on after %s, and forgets it",
    async (outcome) => {
      const id = await heldWithPage();
      runs(id);
      await hear(service, id, outcome);
      service.engine.pass(11);
      await tick();
      expect(service.engine.askedOf(id)).toEqual([`end ${id}`]);
      runs(id);
      service.engine.pass(7_200);
      await tick();
      expect(service.engine.askedOf(id)).toEqual([`end ${id}`]);
    },
  );

  it("goes on until the engine has ended a saga that nothing needs", async () => {
    const id = await heldWithPage();
    runs(id);
    await hear(service, id, "payment.expired.v1");
    const { watchSagas, mendEngine } = watchBrokenBy(service, id);
    for (const after of [11, 21, 21]) {
      service.engine.pass(after);
      await watchSagas();
    }
    expect(service.engine.askedOf(id)).toEqual([]);
    mendEngine();
    service.engine.pass(21);
    await watchSagas();
    expect(service.engine.askedOf(id)).toEqual([`end ${id}`]);
    expect(await isWatched(id)).toBe(false);
  });

  it("gives a saga up that nothing needs and that the engine could not end for a day", async () => {
    const id = await heldWithPage();
    runs(id);
    await hear(service, id, "payment.expired.v1");
    const { watchSagas } = watchBrokenBy(service, id);
    service.engine.pass(80_000);
    await watchSagas();
    expect(await isWatched(id)).toBe(true);
    service.engine.pass(7_000);
    await watchSagas();
    expect(await isWatched(id)).toBe(false);
  });

  it("looks after rooms that are held before it ends sagas that nothing needs", async () => {
    const done = await Promise.all(Array.from({ length: 40 }, heldWithPage));
    for (const id of done) {
      runs(id);
      await hear(service, id, "payment.expired.v1");
    }
    const held = await heldWithPage();
    service.engine.pass(603);
    await watch();
    expect(service.engine.askedOf(held)).toEqual([
      `start booking-saga ${held}`,
    ]);
  });

  it("starts a saga for late money that is to be paid back", async () => {
    const { roomId } = await haveRoom(service, 1);
    const { booking } = await haveBooking(service, roomId);
    await hear(service, booking.id, "payment.expired.v1");
    await haveBooking(service, roomId);
    await hear(service, booking.id, "payment.succeeded.v1");
    service.engine.pass(11);
    await tick();
    expect(service.engine.askedOf(booking.id)).toEqual([
      `start refund-saga refund-${booking.id}`,
    ]);
  });

  it("neither waits for a change that is under way nor stands in its way", async () => {
    const id = await heldWithPage();
    service.engine.pass(603);
    await service.dataSource.transaction(async (manager) => {
      const lock = "SELECT 1 FROM booking WHERE id = $1 FOR UPDATE";
      await manager.query(lock, [id]);
      await tick();
      await noteChanged(manager, id);
    });
    service.engine.pass(11);
    await tick();
    expect(service.engine.askedOf(id)).toEqual([`start booking-saga ${id}`]);
  });

  it("does nothing twice when two replicas watch", async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, heldWithPage));
    service.engine.pass(603);
    const { engine } = service;
    const world = worldOf(service);
    const both = () =>
      Promise.all([createWatchSagas(world)(), createWatchSagas(world)()]);
    await both();
    engine.pass(11);
    await both();
    for (const id of ids)
      expect(engine.askedOf(id)).toEqual([`start booking-saga ${id}`]);
  });

  it("mends a crowd little by little", async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, heldWithPage));
    const started = () =>
      ids.filter((id) => service.engine.askedOf(id).length > 0).length;
    service.engine.pass(603);
    await watch();
    expect(started()).toBe(32);
    service.engine.pass(5);
    await tick();
    expect(started()).toBe(40);
  });

  it("does the next step itself when the engine cannot tell of one saga, and goes on with the others", async () => {
    const ids = [await heldWithPage(), await heldWithPage()] as const;
    service.engine.pass(603);
    const { engine } = service;
    const { watchSagas } = watchBrokenBy(service, ids[0]);
    await watchSagas();
    engine.pass(11);
    await watchSagas();
    expect(engine.askedOf(ids[0])).toEqual([`end-hold ${ids[0]}`]);
    expect(engine.askedOf(ids[1])).toEqual([`start booking-saga ${ids[1]}`]);
  });
});
