import { KEY_LIFETIME_MS } from "../domain/idempotency.js";
import type { Kind, Records } from "../domain/records.js";
import type { RecordStore } from "../use-cases/desk.js";
import { type Journal, readJournal, startJournal } from "./journal.js";

/** One record as it became. */
export type Change = {
  [K in Kind]: { readonly kind: K; readonly record: Records[K] };
}[Kind];

type Tables = { readonly [K in Kind]: Map<string, Records[K]> };

export interface DurableRecords extends RecordStore {
  /** Runs `work`; everything it puts becomes durable together or not at all, even when it throws. */
  readonly together: <T>(work: () => T) => T;
  /** Resolves when everything put so far survives a crash. */
  readonly flushed: () => Promise<void>;
  /** Hears of every record that exists now and of every change from now on. */
  readonly follow: (listener: (change: Change) => void) => void;
  /** Forgets everything. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const emptyTables = (): Tables => ({
  session: new Map(),
  intent: new Map(),
  charge: new Map(),
  refund: new Map(),
  event: new Map(),
  delivery: new Map(),
  answer: new Map(),
});

const changesOf = (tables: Tables): Change[] =>
  (Object.keys(tables) as Kind[]).flatMap((kind) =>
    [...tables[kind].values()].map((record) => ({ kind, record }) as Change),
  );

const apply = (tables: Tables, { kind, record }: Change): void => {
  (tables[kind] as Map<string, typeof record>).set(record.id, record);
};

/** What nobody can ask for any more: answers older than a day and webhooks that arrived. */
function isSpent({ kind, record }: Change, nowMs: number): boolean {
  if (kind === "answer") return nowMs - record.storedAtMs >= KEY_LIFETIME_MS;
  return kind === "delivery" && record.status === "delivered";
}

/** Replays the journal at `path` and compacts it. Throws when a line in it is not a list of changes. */
export async function openRecords(
  path: string,
  nowMs: () => number,
): Promise<DurableRecords> {
  const tables = emptyTables();
  for (const line of await readJournal(path))
    for (const change of JSON.parse(line) as Change[]) apply(tables, change);
  const kept = changesOf(tables).filter((change) => !isSpent(change, nowMs()));
  const lines = kept.map((change) => JSON.stringify([change]));
  return durableRecords(tables, await startJournal(path, lines), path);
}

function durableRecords(
  tables: Tables,
  firstJournal: Journal,
  path: string,
): DurableRecords {
  let journal = firstJournal;
  let open: Change[] | undefined;
  const listeners: ((change: Change) => void)[] = [];

  const commit = (changes: readonly Change[]) => {
    if (changes.length === 0) return;
    journal.append(JSON.stringify(changes));
    for (const change of changes)
      for (const listener of listeners) listener(change);
  };

  return {
    get: (kind, id) => tables[kind].get(id),
    all: (kind) => [...tables[kind].values()],
    put: (kind, record) => {
      const change = { kind, record } as Change;
      apply(tables, change);
      if (open === undefined) commit([change]);
      else open.push(change);
    },
    together: (work) => {
      if (open !== undefined) return work();
      const changes: Change[] = (open = []);
      try {
        return work();
      } finally {
        open = undefined;
        commit(changes);
      }
    },
    flushed: () => journal.flushed(),
    follow: (listener) => {
      listeners.push(listener);
      changesOf(tables).forEach(listener);
    },
    clear: async () => {
      const old = journal;
      journal = await startJournal(path, []);
      for (const table of Object.values(tables)) table.clear();
      await old.close();
    },
    close: () => journal.close(),
  };
}
