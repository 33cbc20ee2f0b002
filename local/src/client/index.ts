/** What the demo data, the demo and the load tests call of the product; knows the API and nothing behind it. */
export { bodyOf, codeOf, createEdge, UnexpectedAnswer } from "./edge.js";
export type { Answer, Call, CallEdge } from "./edge.js";
export { refresh, register, signIn } from "./accounts.js";
export type { Credentials, Grant, NewAccount } from "./accounts.js";
export {
  addRoom,
  createProperty,
  describeProperty,
  listOwnProperties,
  publish,
  readStock,
} from "./listings.js";
export type { NewProperty, NewRoom, OwnProperty, Stock } from "./listings.js";
export {
  cancel,
  findCheckout,
  nextMonth,
  readBooking,
  reserve,
} from "./bookings.js";
export type { Booking } from "./bookings.js";
export {
  listDeadLetters,
  listeningApps,
  replayDeadLetter,
} from "./dead-letters.js";
export type { DeadLetter, ListeningApp, Replayed } from "./dead-letters.js";
export { rupees } from "./money.js";
