import { z } from "zod";
import { port, wholeNumber } from "./values.js";

const platform = z.object({
  APP_ID: z.string().min(1),
  /** Loopback: only the app's own sidecar calls the app. */
  APP_HOST: z.string().min(1).default("127.0.0.1"),
  APP_PORT: port,
  DAPR_HTTP_PORT: port,
  DAPR_GRPC_PORT: port,
  /** The app shows it to its sidecar. */
  DAPR_API_TOKEN: z.string().min(1),
  /** The sidecar shows it to its app. */
  APP_API_TOKEN: z.string().min(1),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info"),
});

/** What every app gets, as the shape of a zod object: `z.object({ ...platformEnvironment, … })`. */
export const platformEnvironment = platform.shape;

/** What an app with a database of its own gets besides. */
export const databaseEnvironment = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: wholeNumber.min(1).max(200).default(10),
};

/** What an app that verifies access tokens gets besides. */
export const identityEnvironment = {
  JWT_ISSUER: z.url(),
  JWT_AUDIENCE: z.string().min(1),
};

/** Where the app's own sidecar listens, in the form that `connectSidecar` takes. */
export function sidecarAddressOf(
  environment: Pick<
    z.infer<typeof platform>,
    "DAPR_HTTP_PORT" | "DAPR_GRPC_PORT" | "DAPR_API_TOKEN"
  >,
) {
  return {
    httpPort: environment.DAPR_HTTP_PORT,
    grpcPort: environment.DAPR_GRPC_PORT,
    apiToken: environment.DAPR_API_TOKEN,
  };
}
