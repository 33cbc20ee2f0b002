import {
  errorHandler,
  healthRoutes,
  requestContext,
  type ReadinessCheck,
} from "@rentezy/http";
import type { Logger } from "@rentezy/telemetry";
import express, { type Express, type Router } from "express";
import helmet from "helmet";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { gatewayErrors } from "../domain/errors.js";
import { gatewayProblem } from "./problem.js";
import { apiPolicy, docsPolicy } from "./security-headers.js";

export interface PagesOptions {
  readonly readiness: Readonly<Record<string, ReadinessCheck>>;
  /** Absent where this replica has no public sidecar to read the services' documents through. */
  readonly apiDocument: (() => Promise<string>) | undefined;
  readonly logger: Logger;
}

/** Serves what is the gateway's own: who it is, its health, the API's document and its pages. */
export function createPages(options: PagesOptions): Express {
  const { apiDocument } = options;
  const app = express();
  app.disable("x-powered-by");
  app.use(requestContext, helmet(apiPolicy));
  app.use(healthRoutes(options.readiness));
  app.get("/", (_request, response) => {
    response.json({
      name: "RentEzy",
      ...(apiDocument && { docs: "/docs/", openapi: "/openapi.json" }),
      health: { alive: "/healthz", ready: "/readyz" },
    });
  });
  if (apiDocument) {
    app.get("/openapi.json", async (_request, response) => {
      response.type("json").set("cache-control", "public, max-age=60");
      response.send(await apiDocument());
    });
    app.use("/docs", docsRoutes());
  }
  app.use(() => {
    throw gatewayProblem("REQUEST.NOT_FOUND");
  });
  app.use(errorHandler(gatewayErrors, options.logger));
  return app;
}

const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>RentEzy API</title>
    <link rel="stylesheet" href="./swagger-ui.css" />
    <link rel="icon" href="./favicon-32x32.png" />
  </head>
  <body>
    <div id="api"></div>
    <script src="./swagger-ui-bundle.js"></script>
    <script src="./start.js"></script>
  </body>
</html>
`;

const DOCS_START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
`;

/** Swagger UI from our own disk: the page needs nothing of the internet. */
function docsRoutes(): Router {
  const { resolve } = createRequire(import.meta.url);
  const files = dirname(resolve("swagger-ui-dist/package.json"));
  const router = express.Router({ strict: true });
  router.use(helmet(docsPolicy));
  router.get("/", (request, response) => {
    // Without the slash the page would look for its files one level up.
    if (request.originalUrl.split("?", 1)[0]?.endsWith("/"))
      response.type("html").send(DOCS_PAGE);
    else response.redirect(308, "/docs/");
  });
  router.get("/start.js", (_request, response) => {
    response.type("js").send(DOCS_START);
  });
  for (const name of [
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-32x32.png",
  ])
    router.get(`/${name}`, (_request, response) => {
      response.sendFile(name, { root: files, maxAge: "1h" });
    });
  return router;
}
