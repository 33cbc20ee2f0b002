/**
 * Starts what must be stopped when the run of tests is interrupted, even while it is being started: jest ends without
 * its teardown then, and what runs as a process of its own would stay.
 *
 * @param start is aborted when the run is interrupted; what fails to start leaves nothing behind
 * @returns what stops it
 */
export async function startUntilInterrupted<Started>(
  start: (signal: AbortSignal) => Promise<Started>,
  stop: (started: Started) => Promise<void>,
): Promise<() => Promise<void>> {
  const interrupted = new AbortController();
  // After this turn, and so with the handlers below in place.
  const starting = Promise.resolve(interrupted.signal).then(start);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      interrupted.abort(new Error("interrupted"));
      void starting.then(stop, () => undefined).finally(() => process.exit(1));
    });
  const started = await starting;
  return () => stop(started);
}
