import type { DaprWorkflowClient } from "@dapr/dapr";
import { connectWorkflows, runWorker, type Sidecar } from "@rentezy/dapr";
import type { Lifecycle } from "@rentezy/http";
import { captureConsole, type Logger, type Metrics } from "@rentezy/telemetry";
import type { SagaSteps } from "../use-cases/sagas.js";
import { bookingSaga } from "./booking-saga.js";
import { refundSaga } from "./refund-saga.js";

/** Runs this service's sagas with these steps. Answers with what starts and wakes them. */
export function runSagas(options: {
  readonly sidecar: Sidecar;
  readonly steps: SagaSteps;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}): DaprWorkflowClient {
  const { sidecar, steps, logger, metrics, lifecycle } = options;
  // The SDK's worker prints every step to the console and takes no logger.
  captureConsole(logger);
  const worker = runWorker({
    sidecar,
    logger,
    metrics,
    workflows: { "booking-saga": bookingSaga, "refund-saga": refundSaga },
    activities: { ...steps },
  });
  lifecycle.onClose("workflow worker", worker.stop);
  const workflows = connectWorkflows(sidecar);
  lifecycle.onClose("workflow client", () => workflows.stop());
  return workflows;
}
