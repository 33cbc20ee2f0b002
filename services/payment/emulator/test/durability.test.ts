import { appendFile, readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { pino } from "pino";
import { startEmulator } from "../src/app.js";
import { nowSeconds, openSession, payByCard, submitForm } from "./checkout.js";
import { startTestEmulator, type TestEmulator } from "./emulator.js";

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startTestEmulator();
});
afterEach(() => emulator.close());

const journal = () => readFile(emulator.config.STATE_FILE, "utf8");

describe("a restart", () => {
  it("keeps every session, capture and refund", async () => {
    const { intentId } = await payByCard(emulator.stripe);
    await emulator.stripe.refunds.create({
      payment_intent: intentId,
      amount: 100,
    });
    const open = await openSession(emulator.stripe);
    const before = await emulator.ledger();
    await emulator.stop();
    await emulator.start();
    expect(await emulator.ledger()).toEqual(before);
    await expect(
      emulator.stripe.checkout.sessions.retrieve(open.id),
    ).resolves.toEqual(open);
  });

  it("goes on with a payment that was on its way", async () => {
    const session = await openSession(emulator.stripe);
    await submitForm(session, { method: "bank_success" });
    await emulator.stop();
    await emulator.start();
    await eventually(() =>
      expect(emulator.heardTypes()).toContain(
        "checkout.session.async_payment_succeeded",
      ),
    );
  });

  it("drops a line that a crash left half written, and nothing else", async () => {
    const session = await openSession(emulator.stripe);
    await emulator.stop();
    await appendFile(
      emulator.config.STATE_FILE,
      '[{"kind":"session","record":{"id":"cs_te',
    );
    await emulator.start();
    await expect(
      emulator.stripe.checkout.sessions.retrieve(session.id),
    ).resolves.toEqual(session);
  });

  it("leaves one line a record in the journal", async () => {
    const { id } = await openSession(emulator.stripe);
    await emulator.stripe.checkout.sessions.expire(id);
    await eventually(() => expect(emulator.heard).toHaveLength(1));
    await emulator.stop();
    await emulator.start();
    const lines = (await journal()).trimEnd().split("\n");
    const kinds = lines
      .map((line) => (JSON.parse(line) as [{ kind: string }])[0].kind)
      .sort();
    // The idempotency key is the client's own; the delivered webhook is spent.
    expect(kinds.filter((kind) => kind !== "answer")).toEqual([
      "event",
      "session",
    ]);
  });
});

describe("a second emulator on the same port", () => {
  it("fails to start and leaves the first one's state alone", async () => {
    const port = new URL(emulator.url()).port;
    const config = { ...emulator.config, PORT: Number(port) };
    await expect(
      startEmulator(config, pino({ level: "silent" })),
    ).rejects.toMatchObject({ code: "EADDRINUSE" });
    const session = await openSession(emulator.stripe);
    await emulator.stop();
    await emulator.start();
    await expect(
      emulator.stripe.checkout.sessions.retrieve(session.id),
    ).resolves.toEqual(session);
  });
});

describe("a session's own expiry", () => {
  /** Nobody waits half an hour: the journal is told that the session was opened earlier. */
  const openedEarlier = async (secondsLeft: number): Promise<string> => {
    const session = await openSession(emulator.stripe);
    await emulator.stop();
    const earlier = `"expiresAt":${nowSeconds() + secondsLeft}`;
    const moved = (await journal()).replaceAll(
      `"expiresAt":${session.expires_at}`,
      earlier,
    );
    await writeFile(emulator.config.STATE_FILE, moved);
    await emulator.start();
    return session.id;
  };

  it.each([
    ["comes while the emulator runs", 2],
    ["came while it was stopped", -5],
  ])("%s, and is told", async (_when, secondsLeft) => {
    const id = await openedEarlier(secondsLeft);
    await eventually(() =>
      expect(emulator.heardTypes()).toEqual(["checkout.session.expired"]),
    );
    const session = await emulator.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      status: "expired",
      payment_status: "unpaid",
    });
  });
});

describe("a reset", () => {
  it("forgets everything, for good", async () => {
    await payByCard(emulator.stripe);
    await emulator.control("POST", "/reset");
    const empty = { sessions: [], captures: [], refunds: [] };
    expect(await emulator.ledger()).toMatchObject(empty);
    await emulator.stop();
    await emulator.start();
    expect(await emulator.ledger()).toMatchObject(empty);
    await expect(openSession(emulator.stripe)).resolves.toMatchObject({
      status: "open",
    });
  });
});
