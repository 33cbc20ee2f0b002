import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isAlive } from "./identity.js";
import type { ProcessIdentity } from "./identity.js";

async function holderOf(lock: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(lock, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

let attempts = 0;

/** Links a file that is already written, so that the lock never exists without its holder. */
async function tryLock(lock: string): Promise<boolean> {
  const own = `${lock}.${process.pid}.${attempts++}`;
  await writeFile(own, JSON.stringify(identityOf(process.pid)));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Runs `work` while no other process (or other call in this one) holds the lock file. Tells once whom it
 * waits for; a lock whose holder is gone is taken over.
 */
export async function withFileLock<T>(
  lock: string,
  onWait: (holder: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  let told = false;
  while (!(await tryLock(lock))) {
    const holder = await holderOf(lock);
    if (holder && !isAlive(holder)) {
      await rm(lock, { force: true });
      continue;
    }
    if (holder && !told) onWait(holder.pid);
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
