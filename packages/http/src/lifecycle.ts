import { flushTraces, type Logger } from "@rentezy/telemetry";
import type { RequestListener, Server, ServerOptions } from "node:http";
import { createServer } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pTimeout from "p-timeout";

/** How long a closing app may take before the process gives up waiting, in milliseconds. */
const CLOSE_DEADLINE_MS = 15_000;

/** How long one thing may take to close before the next one closes, in milliseconds. */
const STEP_MS = 4_000;

/** How long requests under way may take to finish while the server closes, in milliseconds. */
const REQUESTS_MS = 8_000;

/** How long a request's headers, and all of it, may take to arrive, and how often that is looked at, in milliseconds. */
const ARRIVAL = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
} as const;

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

const closeInTime = ({ close, withinMs }: Closer): Promise<unknown> =>
  pTimeout(Promise.resolve().then(close), {
    milliseconds: withinMs,
    message: `still open after ${withinMs} ms`,
  });

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

/** Where to listen: an address, or a listening socket that the process was started with. */
type ListenAddress =
  { readonly host: string; readonly port: number } | { readonly fd: number };

export interface ListenOptions extends ServerOptions {
  /**
   * How long connections that rest are kept when the server closes, in milliseconds. Cut off at once,
   * one of them may have its next request under way, which then gets no answer.
   */
  readonly lingerMs?: number;
}

/** Listens and registers a close that lets requests under way finish, if they do so in time. */
export async function listen(
  app: RequestListener,
  address: ListenAddress,
  lifecycle: Lifecycle,
  { lingerMs = 0, ...options }: ListenOptions = {},
): Promise<Server> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, ...ARRIVAL, ...options },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  const finish = () => closeServer(server, lingerMs);
  lifecycle.onClose("http server", finish, lingerMs + REQUESTS_MS + STEP_MS);
  return server;
}

/** Takes no more connections, answers what comes on those there are, and resolves when all have ended. */
async function closeServer(server: Server, lingerMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // The close of http.Server would end the connections that rest, as the one of net.Server does not.
    NetServer.prototype.close.call(server, () => resolve());
  });
  // Who still asks on a kept connection is answered, and told to open another one.
  server.prependListener("request", (_request, response) => {
    response.shouldKeepAlive = false;
  });
  const ended = new AbortController();
  const linger = sleep(lingerMs, undefined, { signal: ended.signal });
  await Promise.race([closed, linger]);
  ended.abort();
  server.close();
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
