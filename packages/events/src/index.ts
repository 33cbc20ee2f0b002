/**
 * Events that are neither lost nor applied twice: outbox, relay, inbox. Depends on contracts,
 * database, dapr and telemetry.
 */
export { wavesOf, type Deliver, type OutboxRow } from "./delivery.js";
export { once } from "./inbox.js";
export {
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
} from "./migrations.js";
export { appendToOutbox, eventEntry, type OutboxEntry } from "./outbox.js";
export { topicDestinations } from "./publishing.js";
export { startRelay, type Relay, type RelayOptions } from "./relay.js";
