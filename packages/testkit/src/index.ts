/**
 * What tests of services and of the stack share. Never imported by shipped code.
 */
export {
  sendRequest,
  startTestApp,
  type TestApp,
  type TestReply,
  type TestRequest,
} from "./app.js";
export { createTestDatabase, type TestDatabase } from "./database.js";
export { eventually, type EventuallyOptions } from "./eventually.js";
export { freePort } from "./free-port.js";
export { createTestIdentity, type TestIdentity } from "./identity.js";
export { openWire, type Wire } from "./wire.js";
