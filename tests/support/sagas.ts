import { connectedWorkers, connectSidecar, type Sidecar } from "@rentezy/dapr";
import type { Stack } from "@rentezy/local";
import { eventually } from "@rentezy/testkit";
import { openSidecar } from "./sidecars.js";

/** How long the watchdog may take to get a worker to a sidecar that has locked itself up, and Kafka to notice its end. */
const PATIENCE = { withinMs: 90_000, everyMs: 250 };

/** How many workflow workers an app's sidecar counts, as the app itself asks. */
export async function workersOf(stack: Stack, appId: string): Promise<number> {
  const { httpPort, grpcPort, apiToken } = await openSidecar(stack, appId);
  const sidecar: Sidecar = connectSidecar({ httpPort, grpcPort, apiToken });
  try {
    return await connectedWorkers(sidecar);
  } finally {
    await sidecar.close();
  }
}

/** Resolves when booking's sidecar counts a worker: before that no saga goes on, which health does not show. */
export const untilSagasRun = (stack: Stack): Promise<void> =>
  eventually(async () => {
    if ((await workersOf(stack, "booking")) < 1) throw new Error("no worker");
  }, PATIENCE);

/** Asks the workflow engine itself about a saga, as booking would. */
async function askEngine(stack: Stack, path: string, method = "GET") {
  const { call } = await openSidecar(stack, "booking");
  return call(`/v1.0/workflows/dapr/${path}`, { method });
}

/** The engine's word for how a saga stands. */
export async function sagaStatus(stack: Stack, id: string): Promise<string> {
  const { status, text } = await askEngine(stack, id);
  const state = JSON.parse(text) as { runtimeStatus?: string };
  return state.runtimeStatus ?? `unknown (${status})`;
}

/** Lets a saga run for ever and do nothing, as one does of which the engine has lost a step. */
export async function suspendSaga(stack: Stack, id: string): Promise<void> {
  const { status } = await askEngine(stack, `${id}/pause`, "POST");
  if (status !== 202) throw new Error(`the engine answered ${status}`);
}
