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

async function isDelivered(
  command: keyof typeof commands,
  says: string,
  attempts = 0,
): Promise<boolean> {
  const { aggregateId, type, payload } = commands[command];
  const row: OutboxRow = {
    id: "1",
    aggregateId,
    type,
    payload,
    traceparent: null,
    createdAt: new Date(),
    attempts,
  };
  const logger = createLogger({ appId: "booking", level: "silent" });
  const deliver = createCommandDelivery(
    engineThatSays(new Error(says)),
    logger,
  );
  return !(await deliver([row])).has(row.id);
}

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
