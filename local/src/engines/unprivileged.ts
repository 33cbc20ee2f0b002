import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../progress.js";
import { exists } from "./cache.js";
import { onPath, run } from "./run.js";

/** Who runs what refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A program that must not run as root, made ready to run: what to call, as whom, on which folder. */
export interface Confined {
  readonly account?: Account;
  /** Put in front of the command and its arguments. */
  readonly prefix: readonly string[];
  readonly programs: string;
  readonly dataDir: string;
}

function accountNamed(name: string): Account | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Whether every folder on the way to `path` may be entered by anybody. */
function isOpenTo(account: Account, path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit =
      uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Changes to the account but keeps the right to pass folders that are closed to it, if the system lets us. */
async function passingClosedFolders({
  uid,
  gid,
}: Account): Promise<string[] | undefined> {
  const setpriv = onPath("setpriv");
  if (!setpriv) return undefined;
  const rights = "+dac_override,+dac_read_search";
  const prefix = [
    setpriv,
    ...["--reuid", String(uid), "--regid", String(gid), "--clear-groups"],
    ...["--inh-caps", rights, "--ambient-caps", rights, "--"],
  ];
  const [, ...args] = [...prefix, "true"];
  return run(setpriv, args).then(
    () => prefix,
    () => undefined,
  );
}

/** A folder that everybody can enter, found again from what it stands for. */
function refuge(what: string): string {
  const name = createHash("sha256").update(what).digest("hex").slice(0, 16);
  return join(tmpdir(), `rentezy-${name}`);
}

/** The temp folder is everybody's: what lies there under our name may be somebody else's trap. */
async function refuseForeign(folder: string, owner: number): Promise<void> {
  const { uid, mode } = await lstat(folder);
  if (uid === owner && (mode & 0o022) === 0) return;
  throw new UserError(`${folder} belongs to somebody else; remove it first`);
}

/** Programs where the account can reach them: their own folder, or a copy outside the closed one. */
async function reachable(programs: string, account: Account): Promise<string> {
  if (isOpenTo(account, programs)) return programs;
  const { size, mtimeMs } = await stat(join(programs, "bin/postgres"));
  const copy = refuge(`${programs} ${size} ${mtimeMs}`);
  if (!(await exists(copy))) {
    const partial = await mkdtemp(`${copy}.`);
    await cp(programs, partial, { recursive: true, verbatimSymlinks: true });
    await chmod(partial, 0o755);
    // Another start may have been quicker with the same copy.
    await rename(partial, copy).catch(() => rm(partial, { recursive: true }));
  }
  await refuseForeign(copy, 0);
  return copy;
}

/** Removes the data folder wherever `confine` put it. */
export async function removeConfined(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  if (process.getuid?.() === 0)
    await rm(refuge(dataDir), { recursive: true, force: true });
}

async function own(folder: string, account: Account): Promise<void> {
  await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
}

/**
 * Prepares PostgreSQL, which refuses to run as root; for an ordinary user there is nothing to do. Root
 * runs it as `postgres` or `nobody`, to whom the clone or the cache may be closed (a clone in a 0700
 * folder). Its programs are then copied out, because they ask the system whether they may run each
 * other; its data stays, and it keeps the right to pass folders. Where that right cannot be given, the
 * data is in the temp folder.
 */
export async function confine(
  dataDir: string,
  home: string,
): Promise<Confined> {
  if (process.getuid?.() !== 0) {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return { prefix: [], programs: home, dataDir };
  }
  const account = accountNamed("postgres") ??
    accountNamed("nobody") ?? { uid: 65534, gid: 65534 };
  const programs = await reachable(home, account);
  await mkdir(dataDir, { recursive: true });
  if (isOpenTo(account, dirname(dataDir))) {
    await own(dataDir, account);
    return { account, prefix: [], programs, dataDir };
  }
  const prefix = await passingClosedFolders(account);
  if (prefix) {
    await own(dataDir, account);
    return { prefix, programs, dataDir };
  }
  const moved = refuge(dataDir);
  if (await exists(moved)) await refuseForeign(moved, account.uid);
  else await mkdir(moved);
  await own(moved, account);
  return { account, prefix: [], programs, dataDir: moved };
}
