import {
  DaprWorkflowClient,
  WorkflowRuntime,
  type TWorkflow,
} from "@dapr/dapr";
import type { Logger, Metrics } from "@rentezy/telemetry";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Sidecar } from "./sidecar.js";

/** How often the worker's connection is looked at, in milliseconds. */
const WATCH_INTERVAL_MS = 1_000;

/** Looks in a row at a sidecar without a worker, after which a new worker is connected ... */
const LOOKS_UNTIL_NEW_WORKER = 3;

/** ... and after which the sidecar is taken for stuck; twice as many each time that a new one did not help, up to these. */
const LOOKS_UNTIL_STUCK = 8;
const MOST_LOOKS_UNTIL_STUCK = 256;

/** The longest pause of a channel between two attempts to reach a sidecar that is away; gRPC's own is two minutes. */
const CHANNEL_BACKOFF = { "grpc.max_reconnect_backoff_ms": 2_000 } as const;

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
 * Runs workflows and activities for the app's sidecar, and keeps running them: a watchdog sees to it that the
 * sidecar has a worker (see {@link createDiagnosis}).
 */
export function runWorker(options: WorkerOptions): Worker {
  const { sidecar, logger, watchIntervalMs = WATCH_INTERVAL_MS } = options;
  watchConnection(sidecar, options.metrics);
  const stopping = new AbortController();
  const worker = createReplaceableWorker(options);
  const diagnose = createDiagnosis();
  const remedies = {
    none: () => Promise.resolve(),
    "new worker": worker.replace,
    "new sidecar": () => {
      logger.error("the sidecar does not take a workflow worker; ending it");
      return endAtOnce(sidecar);
    },
  };
  const look = async () => {
    await worker.startIfDead();
    const workers = await connectedWorkers(sidecar).catch(() => undefined);
    if (stopping.signal.aborted) return;
    await remedies[diagnose(workers)]().catch((error: unknown) => {
      logger.warn({ err: error }, "the workflow worker cannot be helped now");
    });
  };
  const pause = () =>
    sleep(watchIntervalMs, undefined, { signal: stopping.signal }).catch(
      () => undefined,
    );
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await look();
      await pause();
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([watching, worker.end()]);
    },
  };
}

/** The SDK's worker, which can be started once and replaced by a new one. */
function createReplaceableWorker(options: WorkerOptions) {
  const { logger } = options;
  const ending = new Set<Promise<void>>();
  let runtime = buildRuntime(options);
  const startIfDead = async () => {
    try {
      await runtime.start();
      logger.info("workflow worker started");
    } catch (error) {
      logger.trace({ err: error }, "workflow worker is alive");
    }
  };
  /** Lets it finish the steps under way. */
  const end = () => {
    const ended = runtime
      .stop()
      .catch((error: unknown) => {
        logger.trace({ err: error }, "workflow worker was dead");
      })
      .finally(() => ending.delete(ended));
    ending.add(ended);
  };
  return {
    startIfDead,
    replace: () => {
      end();
      runtime = buildRuntime(options);
      return startIfDead();
    },
    end: async () => {
      end();
      await Promise.all(ending);
    },
  };
}

function buildRuntime(options: WorkerOptions): WorkflowRuntime {
  const runtime = new WorkflowRuntime({
    ...addressForSdk(options.sidecar),
    grpcOptions: CHANNEL_BACKOFF,
  });
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
 * Says, look by look, what a sidecar without a worker needs.
 *
 * A new worker: the SDK's one ends silently when the sidecar is not there at the start, and pauses for up to 45
 * seconds between two attempts when it goes away later.
 *
 * A new sidecar, when that does not help: if its last worker goes while a turn of a workflow waits for one, Dapr
 * 1.18 waits for that turn before it lets the next worker in, and the turn waits for the next worker
 * (dapr/dapr#10408). It counts no worker then, for ever, although one is connected. Requests are served all the same:
 * should the next sidecar be no better, it is given longer.
 */
function createDiagnosis() {
  let looksWithout = 0;
  let untilStuck = LOOKS_UNTIL_STUCK;
  /** @param workers how many the sidecar counts; undefined when it does not answer. */
  return (workers: number | undefined) => {
    if (workers !== undefined && workers > 0) untilStuck = LOOKS_UNTIL_STUCK;
    looksWithout = workers !== undefined && workers < 1 ? looksWithout + 1 : 0;
    if (looksWithout === LOOKS_UNTIL_NEW_WORKER) return "new worker";
    if (looksWithout < untilStuck) return "none";
    looksWithout = 0;
    untilStuck = Math.min(2 * untilStuck, MOST_LOOKS_UNTIL_STUCK);
    return "new sidecar";
  };
}

/** Without the graceful part, which would wait for what is locked up; whoever runs the sidecar starts it again. */
const endAtOnce = (sidecar: Sidecar) =>
  sidecar.send({
    method: "POST",
    path: "/v1.0/shutdown",
    headers: { "dapr-force-shutdown": "true" },
  });

/** Dapr leaves out what is zero: a sidecar without a worker says nothing of workflows. */
const metadata = z.object({
  id: z.string(),
  workflows: z.object({ connectedWorkers: z.int().default(0) }).prefault({}),
});

/** Shorter than a scrape waits, so that a sidecar which is away shows as such. */
const METADATA_TIMEOUT_MS = 1_500;

/** How many workers the sidecar counts; throws when it does not answer. */
export async function connectedWorkers(sidecar: Sidecar): Promise<number> {
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
    grpcOptions: {
      ...CHANNEL_BACKOFF,
      "grpc.service_config": withinSeconds(timeoutSeconds),
    },
  });
}
