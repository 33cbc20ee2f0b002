import { WorkflowRuntimeStatus, type DaprWorkflowClient } from "@dapr/dapr";
import type { Sagas } from "../use-cases/sagas.js";

const { RUNNING, PENDING, SUSPENDED, CONTINUED_AS_NEW } = WorkflowRuntimeStatus;
const UNDER_WAY = [RUNNING, PENDING, SUSPENDED, CONTINUED_AS_NEW];

/** How long an instance may take to end when it is told to, in seconds. */
const END_SECONDS = 5;

/** The sagas in Dapr's workflow engine. */
export const createSagas = (workflows: DaprWorkflowClient): Sagas => ({
  lastStepAt: async (instanceId) => {
    const state = await workflows.getWorkflowState(instanceId, false);
    return state && UNDER_WAY.includes(state.runtimeStatus)
      ? state.lastUpdatedAt
      : undefined;
  },
  start: async ({ workflow, input, instanceId }) => {
    await workflows.scheduleNewWorkflow(workflow, input, instanceId);
  },
  end: async (instanceId) => {
    await workflows.terminateWorkflow(instanceId, null);
    // Not purged: that would make the engine count the uses of the id anew, and take the next instance's steps for
    // those that it has run in the last minute. They would never be answered (dapr/dapr#9903).
    await workflows.waitForWorkflowCompletion(instanceId, false, END_SECONDS);
  },
});
