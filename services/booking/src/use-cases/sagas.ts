import type { SagaCommand } from "./saga-commands.js";

/** The workflow engine. Every call throws when it does not answer. */
export interface Sagas {
  /** When the instance made its last step; undefined when none runs under this id. */
  readonly lastStepAt: (instanceId: string) => Promise<Date | undefined>;
  readonly start: (
    command: Extract<SagaCommand, { command: "start" }>,
  ) => Promise<void>;
  /** Ends a running instance wherever it is, and forgets it. */
  readonly end: (instanceId: string) => Promise<void>;
}
