import { describe, expect, it } from "@jest/globals";
import { openLetter, typeLabel } from "./letter.js";

const event = {
  specversion: "1.0",
  id: "019abf3e-7c11-7d42-9a55-52ab71c0de42",
  type: "payment.succeeded.v1",
  topic: "payments",
  data: {},
};

/** As the sidecar hands over a letter that it was told not to look into. */
const raw = (bytes: string | Buffer) => ({
  specversion: "1.0",
  id: crypto.randomUUID(),
  type: "com.dapr.event.sent",
  topic: "booking.dead-letters",
  datacontenttype: "application/octet-stream",
  data_base64: Buffer.from(bytes).toString("base64"),
});

describe("opening a dead letter", () => {
  it("finds the event, its id, topic and type", () => {
    expect(openLetter(raw(JSON.stringify(event)))).toMatchObject({
      eventId: event.id,
      topic: "payments",
      type: "payment.succeeded.v1",
      event,
    });
  });

  it("takes an event that was not wrapped", () => {
    expect(openLetter(event)).toMatchObject({ eventId: event.id, event });
  });

  it("knows a letter that comes twice, and takes no two for one", () => {
    const first = openLetter(raw(JSON.stringify(event)));
    const again = openLetter(raw(JSON.stringify(event)));
    const other = openLetter(raw(JSON.stringify({ ...event, data: 1 })));
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(other.fingerprint).not.toBe(first.fingerprint);
  });

  it.each([["not JSON"], ["17"], ["null"], [""], [Buffer.from([0xff, 0])]])(
    "keeps the bytes of what is no event: %j",
    (bytes) => {
      expect(openLetter(raw(bytes))).toMatchObject({
        eventId: null,
        topic: "unknown",
        type: "unknown",
        event: { data_base64: Buffer.from(bytes).toString("base64") },
      });
    },
  );

  it("believes no name that is none", () => {
    const letter = { ...event, id: 17, type: "a\0b", topic: ["x"] };
    expect(openLetter(raw(JSON.stringify(letter)))).toMatchObject({
      eventId: null,
      topic: "unknown",
      type: "unknown",
    });
  });

  it("names the topic of a known type where the letter does not", () => {
    expect(openLetter({ ...event, topic: undefined }).topic).toBe("payments");
  });

  it("labels metrics with types of ours only", () => {
    expect(typeLabel({ type: "payment.succeeded.v1" })).toBe(
      "payment.succeeded.v1",
    );
    expect(typeLabel({ type: "anything" })).toBe("unknown");
    expect(typeLabel({ type: "toString" })).toBe("unknown");
  });
});
