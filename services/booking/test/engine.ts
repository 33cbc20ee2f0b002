import type { DataSource } from "@rentezy/database";
import { createLogger } from "@rentezy/telemetry";
import type { Sagas, SagaSteps } from "../src/use-cases/sagas.js";
import { createWatchSagas } from "../src/use-cases/watch-sagas.js";

/** Where the workflow engine stands: it knows which sagas run, and runs none. */
export function memoryEngine() {
  /** Instance id -> when it made its last step. */
  const running = new Map<string, Date>();
  const asked: string[] = [];
  const inputs = new Map<string, unknown>();
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const sagas: Sagas = {
    lastStepAt: (id) => Promise.resolve(running.get(id)),
    start: ({ workflow, instanceId, input }) => {
      asked.push(`start ${workflow} ${instanceId}`);
      inputs.set(instanceId, input);
      running.set(instanceId, now());
      return Promise.resolve();
    },
    end: (id) => {
      asked.push(`end ${id}`);
      running.delete(id);
      return Promise.resolve();
    },
  };
  const steps: SagaSteps = {
    "open-checkout": ({ bookingId }) => {
      asked.push(`open-checkout ${bookingId}`);
      return Promise.resolve("opened");
    },
    "end-hold": ({ bookingId }) => {
      asked.push(`end-hold ${bookingId}`);
      return Promise.resolve("settled");
    },
    "refund-payment": ({ bookingId }) => {
      asked.push(`refund-payment ${bookingId}`);
      return Promise.resolve("settled");
    },
  };
  return {
    ...sagas,
    steps,
    running,
    now,
    /** Lets time pass for the watch over the sagas. */
    pass: (seconds: number) => {
      aheadMs += seconds * 1_000;
    },
    /** Lets it be now again: the database's clock has not moved. */
    backToPresent: () => {
      aheadMs = 0;
    },
    /** What an instance was last started with. */
    inputOf: (instanceId: string) => inputs.get(instanceId),
    /** What was asked about a booking, in order. */
    askedOf: (bookingId: string) =>
      asked.filter((each) => each.includes(bookingId)),
  };
}

interface Watched {
  readonly dataSource: DataSource;
  readonly engine: ReturnType<typeof memoryEngine>;
}

/** What a watch over the sagas of a service looks at, and with whose clock. */
export const worldOf = ({ dataSource, engine }: Watched) => ({
  dataSource,
  sagas: engine,
  steps: engine.steps,
  now: engine.now,
  logger: createLogger({ appId: "booking", level: "silent" }),
});

/** A watch over sagas whose engine cannot read one of them until it is mended. */
export function watchBrokenBy(service: Watched, unreadable: string) {
  const { engine } = service;
  let isBroken = true;
  const sagas: Sagas = {
    ...engine,
    lastStepAt: (id) =>
      isBroken && id === unreadable
        ? Promise.reject(new Error("no such history"))
        : engine.lastStepAt(id),
  };
  return {
    watchSagas: createWatchSagas({ ...worldOf(service), sagas }),
    mendEngine: () => {
      isBroken = false;
    },
  };
}
