/** The replicas of booking, seen from outside: how many there are, and what each has served. */
import type { Stack } from "@rentezy/local";

/** Requests for a booking that a process has answered since it started, from its own metrics page. */
export function bookingsServedIn(page: string): number {
  const counters = page.matchAll(
    /^http_server_request_duration_seconds_count\{([^}]*)\} (\d+)$/gm,
  );
  return [...counters]
    .filter(
      ([, labels = ""]) =>
        labels.includes('method="POST"') &&
        labels.includes('route="/api/bookings"'),
    )
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}

/** Name of a replica -> requests. */
export type Served = Readonly<Record<string, number>>;

/** What each replica of booking has answered so far. Throws when one does not tell. */
export async function readServed({ urls }: Stack): Promise<Served> {
  const names = Object.keys(urls).filter((name) =>
    /^booking(-\d+)?$/.test(name),
  );
  const entries = names.map(async (name) => {
    const reply = await fetch(`${urls[name] ?? ""}/metrics`);
    if (!reply.ok) throw new Error(`${name} tells no metrics: ${reply.status}`);
    return [name, bookingsServedIn(await reply.text())] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** What each has answered between two readings. */
export const servedBetween = (before: Served, after: Served): Served =>
  Object.fromEntries(
    Object.entries(after).map(([name, count]) => [
      name,
      count - (before[name] ?? 0),
    ]),
  );

/** The replicas that took no part, in words. */
export const idleIn = (served: Served): string[] =>
  Object.entries(served)
    .filter(([, count]) => count <= 0)
    .map(([name]) => `${name} served none of the requests`);
