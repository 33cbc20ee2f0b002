import { readEventLog } from "@rentezy/load-tests/event-log";
import type { Stack } from "@rentezy/local";

type Log = Awaited<ReturnType<typeof readEventLog>>;

/** Reads Kafka's log once; gives the types of a booking's events in the order in which each came first. */
export async function openEventLog(stack: Stack) {
  const log: Log = await readEventLog(stack);
  return (bookingId: string): string[] => {
    const types = log
      .filter(({ topic, key }) => topic === "bookings" && key === bookingId)
      .map(({ type }) => type);
    // At least once: a repetition says nothing of the order.
    return [...new Set(types)];
  };
}
