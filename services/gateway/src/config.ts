import {
  identityEnvironment,
  list,
  parseEnvironment,
  platformEnvironment,
  port,
  readEnvironment,
  wholeNumber,
  type Environment,
} from "@rentezy/config";
import { z } from "zod";
import { edges } from "./domain/target.js";

const { APP_ID, APP_HOST, APP_PORT, LOG_LEVEL } = platformEnvironment;

const schema = z
  .object({
    APP_ID,
    APP_HOST,
    APP_PORT,
    LOG_LEVEL,
    ...identityEnvironment,
    /**
     * Set by systemd, and by the local launcher, to how many listening sockets the process was started with.
     * Ours is the first; it is there before the process and after it, so that no client is refused meanwhile.
     */
    LISTEN_FDS: wholeNumber.min(1).optional(),
    /** The edges that this replica serves; each needs its own sidecar. */
    EDGES: list.pipe(z.array(z.enum(edges)).min(1)).default([...edges]),
    DAPR_HTTP_PORT: port.optional(),
    DAPR_API_TOKEN: z.string().min(1).optional(),
    PUBLIC_DAPR_HTTP_PORT: port.optional(),
    PUBLIC_DAPR_API_TOKEN: z.string().min(1).optional(),
    /** Where auth's keys are read by a replica that has no public sidecar to read them through. */
    JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** The services that clients may call. */
    ROUTED_APP_IDS: list.default(["auth", "property", "booking", "payment"]),

    BODY_LIMIT_BYTES: wholeNumber.min(1).default(1024 * 1024),
    URL_LIMIT_CHARACTERS: wholeNumber.min(64).default(8 * 1024),
    HEADERS_LIMIT_BYTES: wholeNumber.min(1024).default(16 * 1024),
    /** Most connections of clients; past it a new one is closed unanswered, and those that are there are served. */
    CONNECTION_LIMIT: wholeNumber.min(1).default(10_000),
    HEADERS_TIMEOUT_MS: wholeNumber.min(1).default(10_000),
    REQUEST_TIMEOUT_MS: wholeNumber.min(1).default(30_000),
    UPSTREAM_TIMEOUT_MS: wholeNumber.min(1).default(30_000),
    /** Most connections to one sidecar; requests past that wait for one. */
    UPSTREAM_CONNECTIONS: wholeNumber.min(1).default(1_024),

    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    REDIS_TIMEOUT_MS: wholeNumber.min(1).default(100),
    USER_RATE_PER_SECOND: z.coerce.number().positive().default(50),
    USER_BURST: wholeNumber.min(1).default(200),
    ANONYMOUS_RATE_PER_SECOND: z.coerce.number().positive().default(200),
    ANONYMOUS_BURST: wholeNumber.min(1).default(1_000),

    /** Addresses and CIDR ranges whose forwarding headers are believed. */
    TRUSTED_PROXIES: list
      .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))
      .default([]),
    /** Origins (`https://app.example`) whose pages may call with credentials. */
    ALLOWED_ORIGINS: list.default([]),

    /** Without it no metrics are served: the edge is public and they are not. */
    METRICS_PORT: port.optional(),
    METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  })
  .superRefine((given, context) => {
    const needs = {
      public: ["PUBLIC_DAPR_HTTP_PORT", "PUBLIC_DAPR_API_TOKEN"],
      private: ["DAPR_HTTP_PORT", "DAPR_API_TOKEN"],
    } as const;
    const required = [
      ...given.EDGES.flatMap((edge) => needs[edge]),
      ...(given.EDGES.includes("public") ? [] : (["JWKS_URL"] as const)),
    ];
    for (const name of required) {
      if (given[name] === undefined)
        context.addIssue({ code: "custom", path: [name], message: "missing" });
    }
    // Node would refuse to listen, without naming either.
    if (given.REQUEST_TIMEOUT_MS < given.HEADERS_TIMEOUT_MS)
      context.addIssue({
        code: "custom",
        path: [],
        message: `REQUEST_TIMEOUT_MS (${given.REQUEST_TIMEOUT_MS}) must not be less than HEADERS_TIMEOUT_MS (${given.HEADERS_TIMEOUT_MS}): a request's headers are part of it`,
      });
  });

/** What the gateway was told. */
export type Config = z.infer<typeof schema>;

/** How much a signed-in user, and an address without one, may ask. */
export const ratesOf = (config: Config) => ({
  perUser: {
    ratePerSecond: config.USER_RATE_PER_SECOND,
    burst: config.USER_BURST,
  },
  perAddress: {
    ratePerSecond: config.ANONYMOUS_RATE_PER_SECOND,
    burst: config.ANONYMOUS_BURST,
  },
});

/**
 * Reads an environment.
 *
 * @throws InvalidEnvironment naming what is missing or wrong.
 */
export const parseConfig = (environment: Environment): Config =>
  parseEnvironment(schema, environment);

/** Reads the environment of this process; ends it when something is missing or wrong. */
export function readConfig(): Config {
  return readEnvironment(schema, process.env);
}
