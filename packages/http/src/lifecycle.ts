import type { Logger } from "@rentezy/telemetry";
import type { RequestListener, Server, ServerOptions } from "node:http";
import { createServer } from "node:http";

/** How long a closing app may take before the process gives up waiting, in milliseconds. */
const CLOSE_DEADLINE_MS = 15_000;

/** How often a closing server looks for connections that have become idle, in milliseconds. */
const IDLE_SWEEP_MS = 50;

/** Longer than the sidecar keeps idle connections, so that it never meets one just closed. */
const KEEP_ALIVE_MS = 120_000;

/** Everything that an app has opened, closed in reverse when it stops. */
export interface Lifecycle {
  /** Registers how a thing closes; call it on the line after the thing opens. */
  readonly onClose: (name: string, close: () => unknown) => void;
  /** Closes everything once, last opened first; a failing one is logged and does not stop the rest. */
  readonly close: () => Promise<void>;
}

/** Creates an empty lifecycle. */
export function createLifecycle(logger: Logger): Lifecycle {
  const closers: { name: string; close: () => unknown }[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        logger.error({ err: error, resource: name }, "could not close");
      }
    }
  };
  return {
    onClose: (name, close) => {
      closers.push({ name, close });
    },
    close: () => (closing ??= closeAll()),
  };
}

/** Listens and registers a close that lets requests under way finish. */
export async function listen(
  app: RequestListener,
  address: { readonly host: string; readonly port: number },
  lifecycle: Lifecycle,
  options: ServerOptions = {},
): Promise<Server> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, ...options },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  lifecycle.onClose("http server", async () => {
    const closed = new Promise<void>((resolve) =>
      server.close(() => resolve()),
    );
    // A connection kept alive becomes idle when its last answer is out, and would hold the close.
    const sweep = setInterval(
      () => server.closeIdleConnections(),
      IDLE_SWEEP_MS,
    );
    await closed;
    clearInterval(sweep);
  });
  return server;
}

/** Closes on SIGTERM and SIGINT, then exits; a close that hangs is cut off. */
export function closeOnSignals(lifecycle: Lifecycle, logger: Logger): void {
  const stop = (signal: string) => {
    logger.info({ signal }, "closing");
    setTimeout(() => process.exit(1), CLOSE_DEADLINE_MS).unref();
    void lifecycle.close().then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => stop(signal));
}
