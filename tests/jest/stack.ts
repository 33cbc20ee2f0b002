import { startStack, startUntilInterrupted } from "@rentezy/local";

/** Far from the default, so that a test run never meets a running stack. */
const DEFAULT_PORT_BASE = 18_080;

/**
 * Starts the stack that the suites share, on fresh data; they find it by RENTEZY_TEST_STACK.
 *
 * Where that names the port base of a running stack already, the suites use that one and leave it
 * running: `npm run up -- --port-base 28080` once, then `RENTEZY_TEST_STACK=28080` before each run.
 */
export async function startTestStack(): Promise<{ stop: () => Promise<void> }> {
  if (process.env["RENTEZY_TEST_STACK"] !== undefined)
    return { stop: () => Promise.resolve() };
  const portBase = Number(
    process.env["RENTEZY_TEST_PORT_BASE"] ?? DEFAULT_PORT_BASE,
  );
  process.env["RENTEZY_TEST_STACK"] = String(portBase);
  const stop = await startUntilInterrupted(
    (signal) => startStack({ portBase, fresh: true, say: console.log, signal }),
    (stack) => stack.down({ wipe: true }),
  );
  return { stop };
}
