import { pino } from "pino";
import { startEmulator } from "./app.js";
import { readConfig } from "./config.js";

const config = readConfig(process.env);
const logger = pino({ name: "stripe-emulator", level: config.LOG_LEVEL });
const emulator = await startEmulator(config, logger);
logger.info({ url: emulator.url }, "the Stripe emulator listens");

const stop = (signal: NodeJS.Signals) => {
  logger.info({ signal }, "stopping");
  emulator.close().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.fatal({ err: error }, "could not stop in order");
      process.exit(1);
    },
  );
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
