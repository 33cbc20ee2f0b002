import { DomainError } from "@rentezy/contracts";
import { openStateStore, type Sidecar, type StateStore } from "@rentezy/dapr";
import { sessionFamily, type SessionFamily } from "../domain/session.js";

/** Families of refresh tokens by their id; each change is saved over the version it was read from. */
export type Sessions = StateStore<SessionFamily>;

export interface SessionsOptions {
  readonly sessions: Sessions;
  /** A family that is not used for this long is forgotten. */
  readonly ttlSeconds: number;
}

/** Opens the `sessions` state store. */
export const openSessions = (sidecar: Sidecar): Sessions =>
  openStateStore(sidecar, "sessions", sessionFamily);

/** Rounds that a change may lose to others before its caller is asked to come again. */
const ROUNDS = 8;

/** What to do with a family as it stands: leave it (`save` absent) or store it changed. */
export interface Decision<Result> {
  readonly save?: SessionFamily;
  readonly result: Result;
}

/**
 * Changes a family by a decision on what is stored; decides anew when another change came first.
 * A family is never deleted: the store would let a save that is under way bring it back.
 *
 * @throws DomainError `AUTH.BUSY` when others kept coming first.
 */
export async function changeFamily<Result>(
  { sessions, ttlSeconds }: SessionsOptions,
  familyId: string,
  decide: (family: SessionFamily) => Promise<Decision<Result>>,
): Promise<Result | undefined> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const stored = await sessions.get(familyId);
    if (!stored) return undefined;
    const { save, result } = await decide(stored.value);
    if (!save) return result;
    const { etag } = stored;
    if (await sessions.save(familyId, save, { etag, ttlSeconds }))
      return result;
  }
  throw new DomainError("AUTH.BUSY", "The session is in use.", 1);
}
