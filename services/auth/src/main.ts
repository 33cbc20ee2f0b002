import { closeOnSignals, createLifecycle, listen } from "@rentezy/http";
import { createLogger } from "@rentezy/telemetry";
import { openApp } from "./app.js";
import { readConfig } from "./config.js";

const config = readConfig();
const logger = createLogger({ appId: config.APP_ID, level: config.LOG_LEVEL });
const lifecycle = createLifecycle(logger);
closeOnSignals(lifecycle, logger);
const app = await openApp(config, logger, lifecycle);
await listen(app, { host: config.APP_HOST, port: config.APP_PORT }, lifecycle);
logger.info({ port: config.APP_PORT }, "listening");
