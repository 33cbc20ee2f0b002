import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

export interface Journal {
  /** Adds a line; it is durable when `flushed` resolves. */
  readonly append: (line: string) => void;
  /** Resolves when everything appended so far is on the disk. Rejects for good once a write has failed. */
  readonly flushed: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The complete lines of a journal; none when there is no file. What a crash left half written at the end was never answered for and is dropped. */
export async function readJournal(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (isMissing(error)) return "";
    throw error;
  });
  return text.split("\n").slice(0, -1);
}

/** Replaces the journal by these lines, all or nothing, and opens it for appending. */
export async function startJournal(
  path: string,
  lines: readonly string[],
): Promise<Journal> {
  const temporary = `${path}.new`;
  const fresh = await open(temporary, "w", 0o600);
  await fresh.writeFile(lines.map((line) => `${line}\n`).join(""));
  await fresh.sync();
  await fresh.close();
  await rename(temporary, path);
  const folder = await open(dirname(path), "r");
  await folder.sync();
  await folder.close();
  return appender(await open(path, "a", 0o600));
}

/** Lines that arrive while one write is on its way share the next one, and one fsync. */
function appender(file: Awaited<ReturnType<typeof open>>): Journal {
  let waiting = "";
  let isScheduled = false;
  let writing = Promise.resolve();
  const write = async () => {
    const text = waiting;
    waiting = "";
    isScheduled = false;
    await file.appendFile(text);
    await file.datasync();
  };
  return {
    append: (line) => {
      waiting += `${line}\n`;
      if (isScheduled) return;
      isScheduled = true;
      writing = writing.then(write);
    },
    flushed: () => writing,
    close: async () => {
      await writing.finally(() => file.close());
    },
  };
}

const isMissing = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ENOENT";
