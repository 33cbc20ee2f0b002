import type { ErrorTable } from "@rentezy/contracts";
import type { Logger, Metrics } from "@rentezy/telemetry";
import express, {
  type Express,
  type RequestHandler,
  type Router,
} from "express";
import { errorHandler, type IsUnavailable } from "./errors.js";
import { healthRoutes, type ReadinessCheck } from "./health.js";
import { openApiOf, type Described } from "./openapi.js";
import { routerOf, type Authenticate, type Operation } from "./operation.js";
import { HttpProblem } from "./problem.js";
import { measured, requestContext } from "./request-context.js";
import { deliveriesOnly, ownSidecarOnly } from "./sidecar-guard.js";

/** Bodies larger than this are refused with 413. */
const BODY_LIMIT_BYTES = 256 * 1024;

/**
 * The same for events: more than any broker of ours takes (1 MiB), in base64 too. A refusal by size
 * would be repeated for an hour, and block what comes behind.
 */
const EVENT_LIMIT_BYTES = 2 * 1024 * 1024;

const jsonUpTo = (limit: number) =>
  express.json({ limit, type: ["json", "+json"] });

/** Something that the app cannot serve without, a database for example. */
export interface Dependency {
  /** The app is ready while this resolves. */
  readonly check: ReadinessCheck;
  /** Errors that are answered with 503 and when to come again. */
  readonly isUnavailable: IsUnavailable;
}

export interface ServiceAppOptions {
  readonly appId: string;
  /** Shared with the app's own sidecar, which sends it as `dapr-api-token`. */
  readonly appToken: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** By the names that `/readyz` tells. */
  readonly dependencies: Readonly<Record<string, Dependency>>;
  readonly authenticate: Authenticate;
  readonly operations: readonly Operation[];
  readonly errors: ErrorTable;
  /** Subscriptions and bindings, mounted under `/events`; only the sidecar may deliver there. */
  readonly deliveries?: Router;
  /** Routes that need the body as it came (webhooks), mounted before JSON parsing. */
  readonly rawRoutes?: Router;
  /** What the raw routes serve, for the OpenAPI document. */
  readonly rawOperations?: readonly Described[];
}

const jsonOnly: RequestHandler = (request, _response, next) => {
  const { "transfer-encoding": coding, "content-length": length = "0" } =
    request.headers;
  // Many clients name a type with every request, with those that have no body too.
  const hasBody = coding !== undefined || length !== "0";
  if (
    request.headers["content-type"] !== undefined &&
    hasBody &&
    !request.is(["json", "+json"])
  ) {
    throw new HttpProblem(
      415,
      "REQUEST.UNSUPPORTED_MEDIA_TYPE",
      "Send the body as application/json",
    );
  }
  next();
};

const checksOf = (
  dependencies: ServiceAppOptions["dependencies"],
): Record<string, ReadinessCheck> =>
  Object.fromEntries(
    Object.entries(dependencies).map(([name, { check }]) => [name, check]),
  );

/** Builds the Express app that every service is: the same doors, in the same order. */
export function createServiceApp(options: ServiceAppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.use(healthRoutes(checksOf(options.dependencies), options.metrics));
  app.use(
    requestContext,
    measured(options.metrics),
    ownSidecarOnly(options.appToken),
  );
  if (options.rawRoutes) app.use(options.rawRoutes);
  if (options.deliveries) {
    const body = jsonUpTo(EVENT_LIMIT_BYTES);
    app.use("/events", deliveriesOnly, body, options.deliveries);
  }
  app.use(jsonOnly, jsonUpTo(BODY_LIMIT_BYTES));
  const document = openApiOf(options.appId, [
    ...options.operations,
    ...(options.rawOperations ?? []),
  ]);
  app.get("/public/openapi.json", (_request, response) => {
    response.json(document);
  });
  const { errors, logger } = options;
  const isUnavailable: IsUnavailable = (error) =>
    Object.values(options.dependencies).some((one) => one.isUnavailable(error));
  const answerError = errorHandler(errors, logger, isUnavailable);
  app.use(routerOf(options.operations, options.authenticate, answerError));
  app.use(() => {
    throw new HttpProblem(
      404,
      "REQUEST.NOT_FOUND",
      "There is nothing at this path",
    );
  });
  app.use(answerError);
  return app;
}
