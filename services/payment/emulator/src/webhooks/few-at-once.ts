export interface FewAtOnce {
  /** Runs the job as soon as there is room. Jobs must not reject. */
  readonly run: (job: () => Promise<void>) => void;
  /** Drops what waits and resolves when what runs has ended. */
  readonly close: () => Promise<void>;
}

/** A queue that keeps a burst from opening a connection for each of its jobs. */
export function createFewAtOnce(limit: number): FewAtOnce {
  const waiting: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();
  let isClosed = false;

  const startNext = (): void => {
    if (running.size >= limit || isClosed) return;
    const job = waiting.shift();
    if (job === undefined) return;
    const run = job().finally(() => {
      running.delete(run);
      startNext();
    });
    running.add(run);
  };

  return {
    run: (job) => {
      waiting.push(job);
      startNext();
    },
    close: async () => {
      isClosed = true;
      await Promise.all(running);
    },
  };
}
