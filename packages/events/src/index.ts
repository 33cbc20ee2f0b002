/**
 * Events that are neither lost nor applied twice: outbox, relay, inbox, dead letters. Depends on
 * contracts, database, dapr, http and telemetry.
 */
export {
  consumeEvents,
  type Consumer,
  type ConsumerOptions,
  type Subscriptions,
} from "./consumer.js";
export { deadLetterErrors } from "./dead-letters/errors.js";
export { wavesOf, type Deliver, type OutboxRow } from "./delivery.js";
export { once } from "./inbox.js";
export {
  CreateDeadLetters1700000001001,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  IndexInbox1700000001201,
} from "./migrations.js";
export { appendToOutbox, eventEntry, type OutboxEntry } from "./outbox.js";
export { topicDestinations } from "./publishing.js";
export { startRelay, type Relay, type RelayOptions } from "./relay.js";
