import {
  DaprWorkflowClient,
  WorkflowRuntime,
  type TWorkflow,
} from "@dapr/dapr";
import type { Logger, Metrics } from "@rentezy/telemetry";
import { z } from "zod";
import type { Sidecar } from "./sidecar.js";

/** How often the worker's connection is looked at, in milliseconds. */
const WATCH_INTERVAL_MS = 2_000;

type Activity = (input: never) => Promise<unknown>;

export interface WorkerOptions {
  readonly sidecar: Sidecar;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Registered under these names, which are stored in every instance's history: never rename. */
  readonly workflows: Readonly<Record<string, TWorkflow>>;
  readonly activities: Readonly<Record<string, Activity>>;
}

/** A running workflow worker. */
export interface Worker {
  readonly stop: () => Promise<void>;
}

const addressForSdk = ({ address }: Sidecar) => ({
  daprHost: "127.0.0.1",
  daprPort: String(address.grpcPort),
  daprApiToken: address.apiToken,
});

/**
 * Runs workflows and activities for the app's sidecar, and keeps running them: the SDK's worker
 * ends silently when the sidecar is not there at the start or restarts later, so a watchdog
 * starts it anew.
 */
export function runWorker(options: WorkerOptions): Worker {
  const { sidecar, logger } = options;
  watchConnection(sidecar, options.metrics);
  const runtime = new WorkflowRuntime(addressForSdk(sidecar));
  for (const [name, workflow] of Object.entries(options.workflows)) {
    runtime.registerWorkflowWithName(name, workflow);
  }
  for (const [name, activity] of Object.entries(options.activities)) {
    runtime.registerActivityWithName(name, (_context, input: unknown) =>
      activity(input as never),
    );
  }
  const startIfDead = () =>
    runtime.start().then(
      () => logger.info("workflow worker started"),
      (error: unknown) =>
        logger.trace({ err: error }, "workflow worker is alive"),
    );
  void startIfDead();
  const watchdog = setInterval(() => void startIfDead(), WATCH_INTERVAL_MS);
  return {
    stop: async () => {
      clearInterval(watchdog);
      await runtime.stop();
    },
  };
}

const metadata = z.object({
  workflows: z.object({ connectedWorkers: z.int().min(0) }),
});

/** Shorter than a scrape waits, so that a sidecar which is away shows as such. */
const METADATA_TIMEOUT_MS = 1_500;

/**
 * Gives the app a gauge of the workers that its sidecar knows: without one, sagas stand still. Readiness does
 * not ask for it, because requests can be served without, and sagas start when there is one again.
 */
function watchConnection(sidecar: Sidecar, metrics: Metrics): void {
  const connected = async () => {
    const { text } = await sidecar.send({
      method: "GET",
      path: "/v1.0/metadata",
      timeoutMs: METADATA_TIMEOUT_MS,
    });
    return metadata.parse(JSON.parse(text)).workflows.connectedWorkers;
  };
  metrics.watch({
    name: "workflow_workers_connected",
    help: "Workflow workers that the sidecar is connected to; 0 when it does not answer",
    read: async () => [{ value: await connected().catch(() => 0) }],
  });
}

/** How long the sidecar may take to write down that a workflow begins or has heard an event, in seconds. */
const CALL_TIMEOUT_SECONDS = 10;

/** gRPC's own settings for every method of a channel. */
const withinSeconds = (seconds: number) =>
  JSON.stringify({ methodConfig: [{ name: [{}], timeout: `${seconds}s` }] });

/**
 * Starts workflows and raises events to them; both are refused while the sidecar is away. The SDK sets
 * no deadline, and a sidecar that lost its database in the middle of a call may never answer it.
 */
export function connectWorkflows(
  sidecar: Sidecar,
  timeoutSeconds = CALL_TIMEOUT_SECONDS,
): DaprWorkflowClient {
  return new DaprWorkflowClient({
    ...addressForSdk(sidecar),
    grpcOptions: { "grpc.service_config": withinSeconds(timeoutSeconds) },
  });
}
