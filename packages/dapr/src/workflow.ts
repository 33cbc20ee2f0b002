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

/** Looks in a row that find a live worker and a sidecar without one, after which the sidecar is taken for stuck. */
const LOOKS_UNTIL_STUCK = 5;

type Activity = (input: never) => Promise<unknown>;

export interface WorkerOptions {
  readonly sidecar: Sidecar;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Registered under these names, which are stored in every instance's history: never rename. */
  readonly workflows: Readonly<Record<string, TWorkflow>>;
  readonly activities: Readonly<Record<string, Activity>>;
  /** How often the worker's connection is looked at. */
  readonly watchIntervalMs?: number;
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
 * Runs workflows and activities for the app's sidecar, and keeps running them. A watchdog starts the SDK's
 * worker anew, since it ends silently when the sidecar is not there at the start or restarts later. It also
 * restarts a sidecar that has locked itself up over a worker's end (see {@link findStuckSidecar}).
 */
export function runWorker(options: WorkerOptions): Worker {
  const { sidecar, logger, watchIntervalMs = WATCH_INTERVAL_MS } = options;
  watchConnection(sidecar, options.metrics);
  const runtime = buildRuntime(options);
  const isStuck = findStuckSidecar(sidecar);
  const startIfDead = () =>
    runtime.start().then(
      () => {
        logger.info("workflow worker started");
        return true;
      },
      (error: unknown) => {
        logger.trace({ err: error }, "workflow worker is alive");
        return false;
      },
    );
  const look = async () => {
    const wasAlive = !(await startIfDead());
    if (!(await isStuck(wasAlive))) return;
    logger.error(
      "the sidecar does not take its workflow worker; restarting it",
    );
    await endAtOnce(sidecar).catch((error: unknown) =>
      logger.warn({ err: error }, "the sidecar could not be told to end"),
    );
  };
  void look();
  const watchdog = setInterval(() => void look(), watchIntervalMs);
  return {
    stop: async () => {
      clearInterval(watchdog);
      await runtime.stop();
    },
  };
}

function buildRuntime(options: WorkerOptions): WorkflowRuntime {
  const runtime = new WorkflowRuntime(addressForSdk(options.sidecar));
  for (const [name, workflow] of Object.entries(options.workflows)) {
    runtime.registerWorkflowWithName(name, workflow);
  }
  for (const [name, activity] of Object.entries(options.activities)) {
    runtime.registerActivityWithName(name, (_context, input: unknown) =>
      activity(input as never),
    );
  }
  return runtime;
}

/**
 * Tells, look by look, whether the sidecar has locked itself up: when its last worker goes while a turn of a
 * workflow waits for one, Dapr 1.18 waits for that turn before it lets the next worker in, and the turn waits
 * for the next worker (dapr/dapr#10408). The worker is connected then, yet the sidecar counts none, for ever.
 */
function findStuckSidecar(sidecar: Sidecar) {
  let looksWithout = 0;
  return async (workerAlive: boolean): Promise<boolean> => {
    const unserved =
      workerAlive &&
      (await connectedWorkers(sidecar).then(
        (count) => count < 1,
        () => false,
      ));
    looksWithout = unserved ? looksWithout + 1 : 0;
    if (looksWithout < LOOKS_UNTIL_STUCK) return false;
    looksWithout = 0;
    return true;
  };
}

/** Without the graceful part, which would wait for what is locked up; whoever runs the sidecar starts it again. */
const endAtOnce = (sidecar: Sidecar) =>
  sidecar.send({
    method: "POST",
    path: "/v1.0/shutdown",
    headers: { "dapr-force-shutdown": "true" },
  });

const metadata = z.object({
  workflows: z.object({ connectedWorkers: z.int() }),
});

/** Shorter than a scrape waits, so that a sidecar which is away shows as such. */
const METADATA_TIMEOUT_MS = 1_500;

/** How many workers the sidecar has; throws when it does not answer. */
async function connectedWorkers(sidecar: Sidecar): Promise<number> {
  const { text } = await sidecar.send({
    method: "GET",
    path: "/v1.0/metadata",
    timeoutMs: METADATA_TIMEOUT_MS,
  });
  return metadata.parse(JSON.parse(text)).workflows.connectedWorkers;
}

/**
 * Gives the app a gauge of the workers that its sidecar knows: without one, sagas stand still. Readiness does
 * not ask for it, because requests can be served without, and sagas start when there is one again.
 */
function watchConnection(sidecar: Sidecar, metrics: Metrics): void {
  metrics.watch({
    name: "workflow_workers_connected",
    help: "Workflow workers that the sidecar is connected to; 0 when it does not answer",
    read: async () => [
      { value: await connectedWorkers(sidecar).catch(() => 0) },
    ],
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
