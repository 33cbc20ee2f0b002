/**
 * Accounts for load runs. Registering and signing in hash a password, which is slow on purpose, so
 * accounts are kept with the stack's data and later runs only renew their tokens.
 */
import {
  refresh,
  register,
  signIn,
  UnexpectedAnswer,
} from "@rentezy/local/client";
import type { Answer, CallEdge, Grant } from "@rentezy/local/client";
import { fewAtOnce, UserError } from "@rentezy/local";
import type { Progress } from "@rentezy/local";
import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const keptAccount = z.object({
  email: z.string(),
  password: z.string(),
  accessToken: z.string(),
  expiresAtMs: z.number(),
  refreshCookie: z.string(),
});
export type Account = z.infer<typeof keptAccount>;

type Role = "tenant" | "landlord";

interface Wanted {
  readonly role: Role;
  readonly count: number;
  readonly file: string;
  /** How long the tokens will be used. */
  readonly seconds: number;
  readonly say: Progress;
}

/** Few enough for the anonymous edge's 200 requests a second, and for auth's queue of passwords. */
const AT_ONCE = 8;

/** What preparing may take between signing in and the first request, in seconds. */
const PREPARING_SECONDS = 60;

/** Longer than a restart of anything takes: who has too much to do for so long does nothing, in milliseconds. */
const PATIENCE_MS = 120_000;

/** Asks again, after as long as the server says, while it has too much to do. Throws when that does not end. */
export const patiently =
  (call: CallEdge, withinMs = PATIENCE_MS): CallEdge =>
  async (path, request) => {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const answer: Answer = await call(path, request);
      const { status } = answer;
      if (status !== 429 && status !== 503) return answer;
      if (performance.now() > deadline)
        throw new UserError(
          `${request?.method ?? "GET"} ${path} was still answered ${status} after ${withinMs / 1000} s`,
        );
      await sleep(1000 * Number(answer.headers.get("retry-after") ?? 1));
    }
  };

const withGrant = (
  { email, password }: Pick<Account, "email" | "password">,
  { accessToken, expiresAtMs, refreshCookie }: Grant,
): Account => ({ email, password, accessToken, expiresAtMs, refreshCookie });

async function newAccount(call: CallEdge, role: Role): Promise<Account> {
  const email = `load-${role}-${randomUUID()}@example.com`;
  const password = randomBytes(18).toString("base64url");
  await register(call, { email, password, name: "Load Test", role });
  return withGrant(
    { email, password },
    await signIn(call, { email, password }),
  );
}

/** Whether the server knows nothing of what it was shown, as after its data was deleted. */
const isUnknown = (error: unknown): boolean =>
  error instanceof UnexpectedAnswer && error.answer.status === 401;

/** The account with a token that outlives the run; another account when the server does not know it. */
async function renewed(
  call: CallEdge,
  { role, seconds }: Wanted,
  account: Account,
): Promise<Account> {
  const neededMs = (seconds + PREPARING_SECONDS) * 1000;
  if (account.expiresAtMs - Date.now() > neededMs) return account;
  try {
    return withGrant(account, await refresh(call, account.refreshCookie));
  } catch (error) {
    if (!isUnknown(error)) throw error;
  }
  try {
    return withGrant(account, await signIn(call, account));
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return newAccount(call, role);
  }
}

async function kept(file: string): Promise<Account[]> {
  const text = await readFile(file, "utf8").catch(() => "[]");
  return z.array(keptAccount).parse(JSON.parse(text));
}

async function keep(file: string, accounts: readonly Account[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(accounts), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

/** Works through the accounts, telling now and then how far it is. */
async function readied<Item>(
  items: readonly Item[],
  ready: (item: Item) => Promise<Account>,
  say: Progress,
): Promise<Account[]> {
  let done = 0;
  const tell = () => say(`${done} of ${items.length} ready`);
  const ticker = setInterval(tell, 10_000);
  try {
    return await fewAtOnce(items, AT_ONCE, async (item) => {
      const account = await ready(item);
      done += 1;
      return account;
    });
  } finally {
    clearInterval(ticker);
  }
}

/**
 * So many accounts of one role, with tokens for so many seconds, kept in `file` between runs.
 * @param call should be patient: see `patiently`
 */
export async function signedIn(
  call: CallEdge,
  wanted: Wanted,
): Promise<Account[]> {
  const { role, count, file, say } = wanted;
  const known = (await kept(file)).slice(0, count);
  const missing = Array<undefined>(count - known.length).fill(undefined);
  if (missing.length > 0) {
    say(`registering ${missing.length} ${role}s; they are kept for later runs`);
    const made = await readied(missing, () => newAccount(call, role), say);
    known.push(...made);
    await keep(file, known);
  }
  // Registering takes a while: the first tokens may be old by now.
  const accounts = await readied(
    known,
    (account) => renewed(call, wanted, account),
    say,
  );
  await keep(file, accounts);
  return accounts;
}
