/**
 * What an app tells of itself: logs, metrics, traces. Depends on no other package of ours.
 */
export {
  continueTrace,
  currentContext,
  runInContext,
  traceIdOf,
  type Context,
} from "./context.js";
export { captureConsole, createLogger, type Logger } from "./logger.js";
export {
  createMetrics,
  type Metrics,
  type Reading,
  type WatchedGauge,
} from "./metrics.js";
export { flushTraces } from "./traces.js";
