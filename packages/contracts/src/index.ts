/**
 * The one definition of what travels between services: events, internal calls, tokens, problems.
 * Depends on zod and on nothing else.
 */
export * from "./errors.js";
export * from "./events/index.js";
export * from "./identity.js";
export * from "./payment-api.js";
export * from "./problem.js";
export * from "./values.js";
