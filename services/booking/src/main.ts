import { closeOnSignals, createLifecycle, listen } from "@rentezy/http";
import { captureConsole, createLogger } from "@rentezy/telemetry";
import { openApp } from "./app.js";
import { readConfig } from "./config.js";

const config = readConfig();
const logger = createLogger({ appId: config.APP_ID, level: config.LOG_LEVEL });
// The workflow worker of the SDK prints every step to the console and takes no logger.
captureConsole(logger);
const lifecycle = createLifecycle(logger);
closeOnSignals(lifecycle, logger);

const app = await openApp(config, logger, lifecycle);
await listen(app, { host: config.APP_HOST, port: config.APP_PORT }, lifecycle);
logger.info({ port: config.APP_PORT }, "listening");
