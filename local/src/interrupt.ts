/**
 * Starts what must be stopped when this process is interrupted, even while it is being started: neither `finally` nor
 * jest's teardown runs then, and what is a process of its own, or broken on purpose, would stay.
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
      console.error(`\n${signal}: stopping what was started`);
      interrupted.abort(new Error("interrupted"));
      void starting.then(stop, () => undefined).finally(() => process.exit(1));
    });
  const started = await starting;
  return () => stop(started);
}
