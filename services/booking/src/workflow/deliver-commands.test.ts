import type { DaprWorkflowClient } from "@dapr/dapr";
import { describe, expect, it } from "@jest/globals";
import type { OutboxRow } from "@rentezy/events";
import { createLogger } from "@rentezy/telemetry";
import {
  startRefundSaga,
  wakeBookingSaga,
} from "../use-cases/saga-commands.js";
import { createCommandDelivery } from "./deliver-commands.js";

const BOOKING = "01a20b5c-dbfb-71dc-8ea7-6e5e94e7da2c";
const commands = {
  start: startRefundSaga(BOOKING),
  raise: wakeBookingSaga(BOOKING),
};

/** An engine that answers every command with the same error. */
function engineThatSays(error: Error): DaprWorkflowClient {
  const refuse = () => Promise.reject(error);
  return {
    scheduleNewWorkflow: refuse,
    raiseEvent: refuse,
  } as Partial<DaprWorkflowClient> as DaprWorkflowClient;
}

function rowOf(command: keyof typeof commands, attempts: number): OutboxRow {
  const { aggregateId, type, payload } = commands[command];
  return {
    id: "1",
    aggregateId,
    type,
    payload,
    traceparent: null,
    createdAt: new Date(),
    attempts,
  };
}

async function isDelivered(
  command: keyof typeof commands,
  says: string,
  attempts = 0,
): Promise<boolean> {
  const row = rowOf(command, attempts);
  const logger = createLogger({ appId: "booking", level: "silent" });
  const deliver = createCommandDelivery(
    engineThatSays(new Error(says)),
    logger,
  );
  return !(await deliver([row], new AbortController().signal)).has(row.id);
}

describe("saga commands that take long", () => {
  it("are not begun any more when the relay is to end, and stay in the outbox", async () => {
    const ending = new AbortController();
    let begun = 0;
    const scheduleNewWorkflow = () => {
      begun += 1;
      ending.abort();
      return Promise.resolve("");
    };
    const deliver = createCommandDelivery(
      {
        scheduleNewWorkflow,
      } as Partial<DaprWorkflowClient> as DaprWorkflowClient,
      createLogger({ appId: "booking", level: "silent" }),
    );
    const rows = Array.from({ length: 40 }, (_, at) => ({
      ...rowOf("start", 0),
      id: String(at),
    }));
    const left = await deliver(rows, ending.signal);
    expect(begun).toBeLessThan(rows.length);
    expect(left.size).toBe(rows.length - begun);
  });
});

describe("a saga command that the engine refuses", () => {
  it.each([
    ["start", "2 UNKNOWN: an active workflow already exists"],
    ["raise", "2 UNKNOWN: no such instance exists"],
  ] as const)("is done: %s, because %s", async (command, says) => {
    expect(await isDelivered(command, says)).toBe(true);
  });

  it.each(["start", "raise"] as const)(
    "comes again: %s, which the engine has an error for",
    async (command) => {
      const says = "2 UNKNOWN: failed to load workflow state";
      expect(await isDelivered(command, says, 9)).toBe(false);
    },
  );

  it.each(["start", "raise"] as const)(
    "is left to the watch over sagas after a minute: %s",
    async (command) => {
      const says = "2 UNKNOWN: failed to load workflow state";
      expect(await isDelivered(command, says, 10)).toBe(true);
    },
  );

  it.each([
    "14 UNAVAILABLE: No connection established",
    "4 DEADLINE_EXCEEDED: Deadline exceeded after 10s",
    "1 CANCELLED: Call cancelled",
    "9 FAILED_PRECONDITION: failed to lookup actor",
  ])("comes again for as long as nobody is there: %s", async (says) => {
    expect(await isDelivered("raise", says, 1_000)).toBe(false);
  });
});
