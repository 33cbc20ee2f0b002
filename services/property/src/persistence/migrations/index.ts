import {
  CreateDeadLetters1700000001001,
  CreateInbox1700000000002,
  CreateOutbox1700000000001,
  IndexInbox1700000001201,
} from "@rentezy/events";
import { CreateProperty1700000000101 } from "./0001-create-property.js";

/** In order; one that has landed is never changed. */
export const migrations = [
  CreateOutbox1700000000001,
  CreateInbox1700000000002,
  CreateProperty1700000000101,
  CreateDeadLetters1700000001001,
  IndexInbox1700000001201,
];
