/**
 * The demo data of `npm run up`, made through the public API as any client would: a landlord with
 * listings, and a tenant who may book them.
 */
import { join } from "node:path";
import {
  addRoom,
  codeOf,
  createEdge,
  describeProperty,
  listOwnProperties,
  publish,
  register,
  signIn,
  UnexpectedAnswer,
} from "./client/index.js";
import type { CallEdge, NewAccount, OwnProperty } from "./client/index.js";
import type { Stack } from "./index.js";
import { withFileLock } from "./processes/lock.js";
import { quiet, UserError } from "./progress.js";
import type { Progress } from "./progress.js";
import { listings } from "./seed/listings.js";
import type { Listing } from "./seed/listings.js";
import { stackDirOf, stackPaths } from "./stack/paths.js";
import { secretOf } from "./stack/secrets.js";

/** What somebody needs to sign in. */
export interface Login {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const people = [
  { role: "landlord", name: "Meera Nair", email: "landlord@rentezy.local" },
  { role: "tenant", name: "Arjun Rao", email: "tenant@rentezy.local" },
] as const;

/** Whether the API refused, and for this reason. */
const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof UnexpectedAnswer && codeOf(error.answer) === code;

async function registerOnce(call: CallEdge, person: NewAccount): Promise<void> {
  try {
    await register(call, person);
  } catch (error) {
    if (!isRefusal(error, "AUTH.EMAIL_TAKEN")) throw error;
  }
}

async function tokenOf(call: CallEdge, person: NewAccount): Promise<string> {
  try {
    return (await signIn(call, person)).accessToken;
  } catch (error) {
    if (!isRefusal(error, "AUTH.INVALID_CREDENTIALS")) throw error;
    throw new UserError(
      `the demo data cannot be made: ${person.email} has another password than this stack's secrets say. ` +
        "Do without: npm run up -- --no-seed",
    );
  }
}

/** Offers what the listing still lacks. Publishing comes last, so what is no draft lacks nothing. */
async function complete(
  call: CallEdge,
  token: string,
  { property, rooms }: Listing,
  found: OwnProperty | undefined,
): Promise<boolean> {
  if (found && found.status !== "draft") return false;
  const id = found?.id ?? (await describeProperty(call, token, property));
  const offered = new Set(found?.rooms.map((room) => room.name));
  for (const room of rooms)
    if (!offered.has(room.name)) await addRoom(call, token, id, room);
  await publish(call, token, id);
  return true;
}

async function publishListings(
  call: CallEdge,
  token: string,
  signal: AbortSignal,
): Promise<number> {
  const own = await listOwnProperties(call, token);
  let made = 0;
  for (const listing of listings) {
    signal.throwIfAborted();
    const found = own.find(({ title }) => title === listing.property.title);
    if (await complete(call, token, listing, found)) made += 1;
  }
  return made;
}

/**
 * Makes what is missing of the demo data in a healthy stack, and answers how to sign in. May be
 * repeated, also by two at once. Throws a UserError when the API answers otherwise than it should.
 */
export async function seed(
  stack: Stack,
  say: Progress = quiet,
  signal: AbortSignal = new AbortController().signal,
): Promise<Login[]> {
  const password = secretOf(stack.secrets, "demo", "PASSWORD");
  const [landlord, tenant] = people;
  const call = createEdge(stack.urls.gateway ?? "");
  const { run } = stackPaths(stackDirOf(stack.portBase));
  await withFileLock(
    join(run, "seed.lock"),
    () => undefined,
    async () => {
      await registerOnce(call, { ...tenant, password });
      await registerOnce(call, { ...landlord, password });
      const token = await tokenOf(call, { ...landlord, password });
      const made = await publishListings(call, token, signal);
      if (made > 0)
        say(`demo data: ${made} of ${listings.length} listings published`);
    },
  );
  return people.map(({ role, email }) => ({ name: role, email, password }));
}
