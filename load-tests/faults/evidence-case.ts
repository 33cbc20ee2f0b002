/** Sorts the evidence by booking: everything that is known of one, for rules and stories. */
import type {
  BookingRow,
  CaptureEntry,
  CheckoutRow,
  EffectRow,
  Evidence,
  LoggedEvent,
  OutboxRow,
  RefundEntry,
  RefundRow,
  SagaRow,
  SessionEntry,
  Told,
  WebhookEntry,
} from "./told.js";

/** Everything about one booking. */
export interface Case {
  readonly bookingId: string;
  /** What its tenant was told of it, if the answer came through. */
  readonly told: Told["bookings"][number] | undefined;
  readonly row: BookingRow | undefined;
  /** In the order in which each service has written them. */
  readonly outbox: readonly OutboxRow[];
  readonly effects: ReadonlyMap<string, EffectRow>;
  readonly checkout: CheckoutRow | undefined;
  readonly refunds: readonly RefundRow[];
  readonly sessions: readonly SessionEntry[];
  readonly captures: readonly CaptureEntry[];
  readonly givenBack: readonly RefundEntry[];
  readonly webhooks: readonly WebhookEntry[];
  /** In the order of the log. */
  readonly log: readonly LoggedEvent[];
  readonly sagas: readonly SagaRow[];
}

interface OfBooking {
  readonly bookingId: string;
}

/** Looks rows up by their booking. */
function byBooking<Row extends OfBooking>(
  rows: readonly Row[],
): (bookingId: string) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.bookingId);
    if (group) group.push(row);
    else groups.set(row.bookingId, [row]);
  }
  return (bookingId) => groups.get(bookingId) ?? [];
}

/** One case for each booking that is mentioned anywhere. */
export function casesOf(told: Told, evidence: Evidence): Case[] {
  const { captures, checkouts, givenBack, log, outbox } = evidence;
  const { bookings, refunds, sagas, sessions, webhooks } = evidence;
  const ids = new Set(
    [told.bookings, bookings, outbox, log, captures]
      .flat()
      .map(({ bookingId }) => bookingId),
  );
  const effects = new Map(evidence.effects.map((one) => [one.eventId, one]));
  const find = {
    told: byBooking(told.bookings),
    row: byBooking(bookings),
    checkout: byBooking(checkouts),
    outbox: byBooking(
      outbox.toSorted((one, other) => one.position - other.position),
    ),
    refunds: byBooking(refunds),
    sessions: byBooking(sessions),
    captures: byBooking(captures),
    givenBack: byBooking(givenBack),
    webhooks: byBooking(webhooks),
    log: byBooking(log.toSorted((one, other) => one.offset - other.offset)),
    sagas: byBooking(sagas),
  };
  return [...ids].map((bookingId) => ({
    bookingId,
    told: find.told(bookingId)[0],
    row: find.row(bookingId)[0],
    checkout: find.checkout(bookingId)[0],
    effects,
    outbox: find.outbox(bookingId),
    refunds: find.refunds(bookingId),
    sessions: find.sessions(bookingId),
    captures: find.captures(bookingId),
    givenBack: find.givenBack(bookingId),
    webhooks: find.webhooks(bookingId),
    log: find.log(bookingId),
    sagas: find.sagas(bookingId),
  }));
}

/** The rows of one service for one destination, in order. */
export const sentBy = (
  { outbox }: Pick<Case, "outbox">,
  service: OutboxRow["service"],
  destination: string,
): readonly OutboxRow[] =>
  outbox.filter(
    (row) => row.service === service && row.destination === destination,
  );
