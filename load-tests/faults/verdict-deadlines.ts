/** What is still under way although its time is over. */
import { sentBy } from "./evidence-case.js";
import type { Case } from "./evidence-case.js";

/** What a worker may be late: a saga pauses for 20 seconds at most, and the watch over sagas looks every 20 at first. */
const GRACE_MS = 60_000;

/** Payment sweeps every 30 seconds, for 20 seconds at most, and may have much to look at. */
const SWEEP_GRACE_MS = 120_000;

const isHeld = (status: string | undefined): boolean =>
  status === "reserved" || status === "expiring";

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** No hold outlives its end, nor its tenant's wish to end it. */
export function holds(of: Case, nowMs: number): string[] {
  const { row } = of;
  if (!row || !isHeld(row.status)) return [];
  const woken = sentBy(of, "booking", "workflow").filter(
    ({ type }) => type === "raise",
  );
  const due = Math.min(
    row.holdExpiresAt,
    ...woken.map(({ createdAt }) => createdAt),
  );
  return due + GRACE_MS < nowMs
    ? [`still ${row.status}, ${seconds(nowMs - due)} after its hold was over`]
    : [];
}

/** Late money is given back soon. */
export function refunding(of: Case, nowMs: number): string[] {
  if (of.row?.status !== "refunding") return [];
  const since = sentBy(of, "booking", "bookings").at(-1)?.createdAt ?? 0;
  return since + GRACE_MS < nowMs
    ? [`still refunding, ${seconds(nowMs - since)} after it began`]
    : [];
}

/** Somebody comes back to each checkout that is not over, and in time. */
export function checkouts({ checkout }: Case, nowMs: number): string[] {
  if (!checkout) return [];
  const { createdAt, money, nextLookAt, refundWanted, status } = checkout;
  const isUnder =
    status === "opening" ||
    status === "open" ||
    (status === "complete" && money === "unpaid") ||
    refundWanted;
  if (isUnder && nextLookAt === null)
    return [`its checkout is ${status} and nobody will look at it again`];
  if (nextLookAt !== null && nextLookAt + SWEEP_GRACE_MS < nowMs)
    return [
      `its checkout should have been looked at ${seconds(nowMs - nextLookAt)} ago`,
    ];
  if (status === "opening" && createdAt + SWEEP_GRACE_MS < nowMs)
    return [`its checkout is opening for ${seconds(nowMs - createdAt)}`];
  return [];
}

/**
 * TERMINATED is not among them: booking terminates a saga that still runs with nothing left to do. Nor are
 * UNREADABLE and UNREPLAYABLE: Dapr, killed at the wrong moment, leaves such histories for good; booking must do
 * without them.
 */
const BROKEN = new Set(["FAILED", "CANCELED"]);
const UNDER_WAY = new Set(["RUNNING", "PENDING", "SUSPENDED"]);

/** A saga lives as long as there is something to do, and ends when its hold does at the latest. */
export function sagas(of: Case, nowMs: number): string[] {
  const { row } = of;
  if (!row) return [];
  const { holdExpiresAt, status } = row;
  const last = Math.max(...of.outbox.map(({ createdAt }) => createdAt));
  const over = Math.max(last, holdExpiresAt);
  const isWanted = (workflow: string): boolean =>
    workflow === "refund-saga" ? status === "refunding" : isHeld(status);
  return of.sagas.flatMap((saga) => {
    const { workflow } = saga;
    if (BROKEN.has(saga.status)) return [`its ${workflow} is ${saga.status}`];
    const runs = UNDER_WAY.has(saga.status);
    if (isWanted(workflow))
      return runs || last + GRACE_MS > nowMs
        ? []
        : [`it is ${status}, and its ${workflow} is ${saga.status}`];
    return runs && over + GRACE_MS < nowMs
      ? [
          `its ${workflow} is ${saga.status}, ${seconds(nowMs - over)} after all was over`,
        ]
      : [];
  });
}
