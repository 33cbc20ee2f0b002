/**
 * The HTTP side that every service shares: operations, validation, problems, health, shutdown.
 * Depends on contracts and telemetry.
 */
export {
  createServiceApp,
  type Dependency,
  type ServiceAppOptions,
} from "./app.js";
export { cronDelivery } from "./cron-delivery.js";
export { errorHandler, toProblem } from "./errors.js";
export { healthRoutes, metricsRoute, type ReadinessCheck } from "./health.js";
export { idempotencyKeyOf } from "./idempotency-key.js";
export {
  closeOnSignals,
  createLifecycle,
  listen,
  type Lifecycle,
  type ListenOptions,
} from "./lifecycle.js";
export { openApiOf, type Described } from "./openapi.js";
export {
  operation,
  routerOf,
  type Access,
  type Authenticate,
  type Operation,
  type Reply,
} from "./operation.js";
export { pageOf, pageQuery, toPage, type PageQuery } from "./page.js";
export {
  HttpProblem,
  problemHeaders,
  problemOf,
  sendProblem,
  type ProblemAnswer,
} from "./problem.js";
export { measured, requestContext, requestIdOf } from "./request-context.js";
export { runService } from "./run-service.js";
export { validate } from "./validation.js";
