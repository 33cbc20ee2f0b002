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
      logger.warn(
        { err: error, instanceId: command.instanceId },
        "saga command not delivered",
      );
      return false;
    }
  };
  return async (rows) => {
    const failed = new Set<string>();
    const waiting = [...rows];
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        if (!(await deliver(row))) failed.add(row.id);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return failed;
  };
}
