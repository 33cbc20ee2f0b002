import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { chmod, chown, cp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

/** The folder outside a closed clone that holds its data, found again from the clone's own path. */
function refuge(path: string): string {
  const name = createHash("sha256").update(path).digest("hex").slice(0, 16);
  return join(tmpdir(), `rentezy-${name}`);
}

/** Copies programs out of a folder that the account cannot enter. */
async function reachable(programs: string, account: Account): Promise<string> {
  if (isOpenTo(account, programs)) return programs;
  const copy = refuge(programs);
  if (!(await exists(copy))) {
    await mkdir(copy, { mode: 0o755 });
    await cp(programs, copy, { recursive: true, verbatimSymlinks: true });
  }
  return copy;
}

/** Removes the data folder wherever `confine` put it. */
export async function removeConfined(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  if (process.getuid?.() === 0)
    await rm(refuge(dataDir), { recursive: true, force: true });
}

/**
 * Prepares a program that refuses root: for an ordinary user there is nothing to do. For root it runs
 * as `postgres` or `nobody`, to whom the clone or the cache may be closed (a clone in a 0700 folder):
 * then it keeps the right to pass folders, or, where that cannot be given, works in the temp folder.
 */
export async function confine(
  dataDir: string,
  programs: string,
): Promise<Confined> {
  if (process.getuid?.() !== 0) {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return { prefix: [], programs, dataDir };
  }
  const account = accountNamed("postgres") ??
    accountNamed("nobody") ?? { uid: 65534, gid: 65534 };
  await mkdir(dataDir, { recursive: true });
  const own = async (folder: string): Promise<void> => {
    await chown(folder, account.uid, account.gid);
    await chmod(folder, 0o700);
  };
  const passing = await passingClosedFolders(account);
  if (isOpenTo(account, dirname(dataDir)) && isOpenTo(account, programs)) {
    await own(dataDir);
    return { account, prefix: [], programs, dataDir };
  }
  if (passing) {
    await own(dataDir);
    return { prefix: passing, programs, dataDir };
  }
  const moved = refuge(dataDir);
  await mkdir(moved, { recursive: true });
  await own(moved);
  return {
    account,
    prefix: [],
    programs: await reachable(programs, account),
    dataDir: moved,
  };
}
