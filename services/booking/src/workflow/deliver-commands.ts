import type { DaprWorkflowClient } from "@dapr/dapr";
import type { Deliver, OutboxRow } from "@rentezy/events";
import type { Logger } from "@rentezy/telemetry";
import { sagaCommand, type SagaCommand } from "../use-cases/saga-commands.js";

/** Commands under way to the sidecar at once. */
const CONCURRENCY = 16;

/** What the sidecar says when the instance runs already: an earlier delivery got through. */
const ALREADY_RUNS = /already exists|already active|is still active/i;

/** What it says when the instance has ended or was purged: there is nobody left to wake. */
const NOBODY_THERE = /no such instance|not found|does not exist/i;

/** What is said when it is the sidecar, or the way to it, that is away. */
const IS_AWAY =
  /\b(?:UNAVAILABLE|DEADLINE_EXCEEDED|CANCELLED|FAILED_PRECONDITION):/;

/**
 * Attempts, some 75 seconds of them, after which a saga that the engine has an error for is left to the watch over
 * sagas: the engine may be unable to read it for good, and what follows for the same booking would wait with it.
 */
const MOST_ATTEMPTS = 10;

async function send(
  workflows: DaprWorkflowClient,
  command: SagaCommand,
): Promise<void> {
  if (command.command === "start") {
    await workflows.scheduleNewWorkflow(
      command.workflow,
      command.input,
      command.instanceId,
    );
  } else {
    await workflows.raiseEvent(command.instanceId, command.event);
  }
}

const isDone = (command: SagaCommand, error: unknown) =>
  (command.command === "start" ? ALREADY_RUNS : NOBODY_THERE).test(
    String(error),
  );

const isHopeless = ({ attempts }: OutboxRow, error: unknown) =>
  attempts >= MOST_ATTEMPTS && !IS_AWAY.test(String(error));

/** Hands saga commands of the outbox to the workflow engine. */
export function createCommandDelivery(
  workflows: DaprWorkflowClient,
  logger: Logger,
): Deliver {
  const deliver = async (row: OutboxRow): Promise<boolean> => {
    const command = sagaCommand.parse(row.payload);
    try {
      await send(workflows, command);
      return true;
    } catch (error) {
      if (isDone(command, error)) return true;
      const isLeft = isHopeless(row, error);
      logger.warn(
        { err: error, instanceId: command.instanceId, isLeft },
        "saga command not delivered",
      );
      return isLeft;
    }
  };
  return async (rows, until) => {
    const left = new Set(rows.map(({ id }) => id));
    const waiting = [...rows];
    const worker = async () => {
      // Each may take ten seconds while the engine is away.
      while (!until.aborted) {
        const row = waiting.shift();
        if (!row) return;
        if (await deliver(row)) left.delete(row.id);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return left;
  };
}
