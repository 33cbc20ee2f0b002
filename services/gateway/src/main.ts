import { closeOnSignals, createLifecycle, listen } from "@rentezy/http";
import { createLogger, createMetrics } from "@rentezy/telemetry";
import { createApp } from "./app.js";
import { readConfig } from "./config.js";
import { metricsApp } from "./http/metrics.js";
import { guardServer, serverOptions } from "./http/server.js";

/** Where systemd's convention has the first socket; 0 to 2 are the standard streams. */
const FIRST_LISTEN_FD = 3;

const config = readConfig();
const logger = createLogger({ appId: config.APP_ID, level: config.LOG_LEVEL });
const metrics = createMetrics(config.APP_ID);
const lifecycle = createLifecycle(logger);
closeOnSignals(lifecycle, logger);

const app = createApp(config, { logger, metrics, lifecycle });
if (config.METRICS_PORT !== undefined) {
  const address = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  await listen(metricsApp(metrics), address, lifecycle);
}
const server = await listen(
  app,
  config.LISTEN_FDS === undefined
    ? { host: config.APP_HOST, port: config.APP_PORT }
    : { fd: FIRST_LISTEN_FD },
  lifecycle,
  serverOptions(config),
);
guardServer(server, config);
logger.info({ port: config.APP_PORT, edges: config.EDGES }, "listening");
