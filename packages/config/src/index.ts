/**
 * The environment that the platform gives every app, and how an app reads its own. Depends on zod
 * and on nothing else.
 */
export {
  parseEnvironment,
  readEnvironment,
  InvalidEnvironment,
  type Environment,
} from "./environment.js";
export {
  databaseEnvironment,
  identityEnvironment,
  platformEnvironment,
  sidecarAddressOf,
} from "./platform.js";
export { flag, list, port, wholeNumber } from "./values.js";
