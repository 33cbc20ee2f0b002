import { eventually } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import type { Client, User } from "./client.js";
import type { stripeOf } from "./stripe.js";

/** Asks again until it goes through: what people do while a process is away. */
const PERSISTENCE = { withinMs: 60_000, everyMs: 250 };

/** Where they book, and with whose help they pay. */
interface Town {
  readonly client: Client;
  readonly stripe: ReturnType<typeof stripeOf>;
  readonly roomId: string;
}

/** Books with one key, however often that has to be asked; the booking's id. */
function book({ client, roomId }: Town, tenant: User): Promise<string> {
  const key = randomUUID();
  return eventually(async () => {
    const answer = await client.reserve(tenant, roomId, key);
    if (answer.status !== 200 && answer.status !== 201)
      throw new Error(`a booking was answered ${answer.status} ${answer.text}`);
    return answer.json<{ booking: { id: string } }>().booking.id;
  }, PERSISTENCE);
}

async function isBooked({ client }: Town, tenant: User, id: string) {
  return (await client.booking(tenant, id)).status === "booked";
}

async function pay(town: Town, tenant: User, id: string): Promise<void> {
  const { client, stripe } = town;
  const url = await eventually(
    () => client.checkoutUrl(tenant, id),
    PERSISTENCE,
  );
  await eventually(async () => {
    try {
      await stripe.pay(url);
    } catch (error) {
      // The answer to an earlier attempt may have been lost.
      if (!(await isBooked(town, tenant, id))) throw error;
    }
  }, PERSISTENCE);
}

/**
 * Tenants who book and pay, one booking after the other, until they are called home. Who is called ends
 * what is begun first, and tells which bookings those were.
 */
export function letBook(town: Town, tenants: readonly User[]) {
  let isOver = false;
  const days = tenants.map(async (tenant) => {
    const ids: string[] = [];
    while (!isOver) {
      const id = await book(town, tenant);
      await pay(town, tenant, id);
      ids.push(id);
    }
    return ids;
  });
  const spent = Promise.all(days);
  // Whoever calls them home hears of it; until then it must not end the process.
  spent.catch(() => undefined);
  return {
    callHome: async (): Promise<readonly string[]> => {
      isOver = true;
      return (await spent).flat();
    },
  };
}
