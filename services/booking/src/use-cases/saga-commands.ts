import type { OutboxEntry } from "@rentezy/events";
import { z } from "zod";
import type { Booking } from "../domain/booking.js";
import type { Saga } from "../domain/saga-watch.js";

/**
 * Commands to the workflow engine travel through the outbox like events do: they are sent if, and
 * only if, the transaction that wanted them commits, and again until they get through.
 */
export const WORKFLOW_DESTINATION = "workflow";

/** What the booking saga is started with; its instance id is the booking's id. */
export interface BookingSagaInput {
  readonly bookingId: string;
  /** ISO 8601. */
  readonly holdExpiresAt: string;
}

export const sagaCommand = z.discriminatedUnion("command", [
  z.object({
    command: z.literal("start"),
    workflow: z.enum(["booking-saga", "refund-saga"]),
    instanceId: z.string(),
    input: z.unknown(),
  }),
  z.object({
    command: z.literal("raise"),
    instanceId: z.string(),
    event: z.literal("hold-over"),
  }),
]);
export type SagaCommand = z.infer<typeof sagaCommand>;

const entry = (bookingId: string, payload: SagaCommand): OutboxEntry => ({
  destination: WORKFLOW_DESTINATION,
  aggregateId: bookingId,
  type: payload.command,
  payload,
});

export type StartCommand = Extract<SagaCommand, { command: "start" }>;

const startOfBookingSaga = (input: BookingSagaInput): StartCommand => ({
  command: "start",
  workflow: "booking-saga",
  instanceId: input.bookingId,
  input,
});

const startOfRefundSaga = (bookingId: string): StartCommand => ({
  command: "start",
  workflow: "refund-saga",
  instanceId: `refund-${bookingId}`,
  input: { bookingId },
});

const LONG_AGO = new Date(0);

/**
 * What starts a saga of a booking, as it stands now. A hold that is being ended is over for a new saga, whenever it
 * would have been: the wish to end it was told to the saga before.
 */
export function startOf(
  saga: Saga,
  { id, status, holdExpiresAt }: Booking,
): StartCommand {
  if (saga === "refund-saga") return startOfRefundSaga(id);
  const isOver = status === "expiring";
  return startOfBookingSaga({
    bookingId: id,
    holdExpiresAt: (isOver ? LONG_AGO : holdExpiresAt).toISOString(),
  });
}

/** Starts the saga of a new reservation. */
export const startBookingSaga = (input: BookingSagaInput) =>
  entry(input.bookingId, startOfBookingSaga(input));

/** Wakes the saga: the booking is settled, or its tenant wants it cancelled. */
export const wakeBookingSaga = (bookingId: string) =>
  entry(bookingId, {
    command: "raise",
    instanceId: bookingId,
    event: "hold-over",
  });

/** Starts the saga that pays late money back. */
export const startRefundSaga = (bookingId: string) =>
  entry(bookingId, startOfRefundSaga(bookingId));
