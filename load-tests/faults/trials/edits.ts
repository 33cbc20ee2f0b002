/** Changes to sources that can be taken back. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** One piece of a file, and what stands there instead. */
export interface Edit {
  /** From the top folder of the clone. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Throws unless the piece is there exactly once: a guard that has moved must not pass for one that was removed. */
export function edited(text: string, { file, find, replace }: Edit): string {
  const [before = "", after, ...more] = text.split(find);
  if (after === undefined || more.length > 0)
    throw new Error(
      `${file} has ${after === undefined ? "no" : "more than one"} place that reads:\n${find}`,
    );
  return before + replace + after;
}

/**
 * Makes all edits, or none. What it returns takes them back.
 * @param write replaced where a test wants it to fail
 */
export async function make(
  folder: string,
  edits: readonly Edit[],
  write: (file: string, text: string) => Promise<void> = writeFile,
): Promise<() => Promise<void>> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const edit of edits) {
    const file = join(folder, edit.file);
    const text = after.get(file) ?? (await readFile(file, "utf8"));
    if (!before.has(file)) before.set(file, text);
    after.set(file, edited(text, edit));
  }
  const writeAll = async (texts: ReadonlyMap<string, string>) => {
    for (const [file, text] of texts) await write(file, text);
  };
  const takeBack = () => writeAll(before);
  try {
    await writeAll(after);
  } catch (error) {
    await takeBack();
    throw error;
  }
  return takeBack;
}
