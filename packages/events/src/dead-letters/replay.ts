import type { Handled } from "@rentezy/dapr";
import type { DataSource } from "@rentezy/database";
import { failedAgain, noSuchLetter } from "./errors.js";
import {
  findLetter,
  markFailedAgain,
  markReplayed,
  type StoredLetter,
} from "./store.js";

/** Gives an event to the handler that it was meant for. */
export type HandleAgain = (event: unknown) => Promise<Handled>;

/**
 * Hands a letter's event to its handler once more, and answers the letter when the effect has
 * happened. The handler's own inbox sees to it that this happens once, however often and by however
 * many a letter is replayed, also when the process dies before the letter is marked.
 *
 * @throws DomainError DEAD_LETTER.NOT_FOUND, DEAD_LETTER.FAILED_AGAIN
 */
export const replayLetter =
  (dataSource: DataSource, handleAgain: HandleAgain) =>
  async (id: string): Promise<StoredLetter> => {
    const letter = await findLetter(dataSource, id);
    if (!letter) throw noSuchLetter();
    if (letter.replayedAt) return letter;
    const { verdict, reason = "unknown" } = await handleAgain(letter.event);
    if (verdict !== "SUCCESS") {
      await markFailedAgain(dataSource, id, reason);
      throw failedAgain(reason);
    }
    await markReplayed(dataSource, id);
    return (await findLetter(dataSource, id)) ?? letter;
  };
