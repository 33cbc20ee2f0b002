import { flushTraces, type Logger } from "@rentezy/telemetry";
import type { RequestListener, Server, ServerOptions } from "node:http";
import { createServer } from "node:http";

/** How long a closing app may take before the process gives up waiting, in milliseconds. */
const CLOSE_DEADLINE_MS = 15_000;

/** How long one thing may take to close before the next one closes, in milliseconds. */
const STEP_MS = 4_000;

/** How long requests under way may take to finish while the server closes, in milliseconds. */
const REQUESTS_MS = 8_000;

/** How long a request's headers, and all of it, may take to arrive, in milliseconds. */
const ARRIVAL = { headersTimeout: 10_000, requestTimeout: 30_000 } as const;

/** How often a closing server looks for connections that have become idle, in milliseconds. */
const IDLE_SWEEP_MS = 50;

/** Longer than the sidecar keeps idle connections, so that it never meets one just closed. */
const KEEP_ALIVE_MS = 120_000;

/** Everything that an app has opened, closed in reverse when it stops. */
export interface Lifecycle {
  /** Registers how a thing closes; call it on the line after the thing opens. */
  readonly onClose: (
    name: string,
    close: () => unknown,
    withinMs?: number,
  ) => void;
  /**
   * Closes everything once, last opened first; one that fails, or takes longer than its time, is logged
   * and does not stop the rest.
   */
  readonly close: () => Promise<void>;
}

interface Closer {
  readonly name: string;
  readonly close: () => unknown;
  readonly withinMs: number;
}

async function closeInTime({ close, withinMs }: Closer): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`still open after ${withinMs} ms`)),
      withinMs,
    );
  });
  try {
    await Promise.race([Promise.resolve().then(close), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Creates an empty lifecycle whose things get `stepMs` each to close, unless they ask for more. */
export function createLifecycle(logger: Logger, stepMs = STEP_MS): Lifecycle {
  const closers: Closer[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (const closer of closers.reverse()) {
      try {
        await closeInTime(closer);
      } catch (error) {
        const resource = closer.name;
        logger.error({ err: error, resource }, "could not close");
      }
    }
  };
  return {
    onClose: (name, close, withinMs = stepMs) => {
      closers.push({ name, close, withinMs });
    },
    close: () => (closing ??= closeAll()),
  };
}

/** Listens and registers a close that lets requests under way finish, if they do so in time. */
export async function listen(
  app: RequestListener,
  address: { readonly host: string; readonly port: number },
  lifecycle: Lifecycle,
  options: ServerOptions = {},
): Promise<Server> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, ...ARRIVAL, ...options },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  const finish = () => closeServer(server);
  lifecycle.onClose("http server", finish, REQUESTS_MS + STEP_MS);
  return server;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection kept alive becomes idle when its last answer is out, and would hold the close.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), REQUESTS_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

/** Closes on SIGTERM and SIGINT, then exits; a close that hangs is cut off. */
export function closeOnSignals(lifecycle: Lifecycle, logger: Logger): void {
  const stop = (signal: string) => {
    logger.info({ signal }, "closing");
    setTimeout(() => process.exit(1), CLOSE_DEADLINE_MS).unref();
    void lifecycle
      .close()
      .then(flushTraces)
      .then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => stop(signal));
}
