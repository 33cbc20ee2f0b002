import { createLogger, type Logger } from "@rentezy/telemetry";
import type { Express } from "express";
import { expressPrototypes } from "./express-prototypes.js";
import {
  closeOnSignals,
  createLifecycle,
  listen,
  type Lifecycle,
} from "./lifecycle.js";

/** What every service's environment says of the process itself. */
interface ProcessEnvironment {
  readonly APP_ID: string;
  readonly APP_HOST: string;
  readonly APP_PORT: number;
  readonly LOG_LEVEL: string;
}

/**
 * Opens a service's app, listens, and closes what it opened, in reverse, when told to stop. Ends the process when the
 * app cannot be opened; whoever runs it starts it again.
 */
export async function runService<Config extends ProcessEnvironment>(
  config: Config,
  openApp: (
    config: Config,
    logger: Logger,
    lifecycle: Lifecycle,
  ) => Promise<Express> | Express,
): Promise<void> {
  const { APP_ID: appId, APP_HOST: host, APP_PORT: port } = config;
  const logger = createLogger({ appId, level: config.LOG_LEVEL });
  const lifecycle = createLifecycle(logger);
  closeOnSignals(lifecycle, logger);
  try {
    const app = await openApp(config, logger, lifecycle);
    await listen(app, { host, port }, lifecycle, expressPrototypes(app));
    logger.info({ port }, "listening");
  } catch (error) {
    // Left to Node, it would be printed with all its fields, secrets among them.
    logger.fatal({ err: error }, "could not start");
    process.exit(1);
  }
}
