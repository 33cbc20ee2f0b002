/** What callers were told, one by one, and whether the database agrees. */
import { z } from "zod";
import { messageOf } from "./k6.js";

const told = z.object({
  /** Which of the tokens asked, counted from 0. */
  tenant: z.number(),
  outcome: z.enum(["granted", "refused", "busy", "error"]),
  bookingId: z.string().optional(),
  /** When the answer came, in milliseconds since 1970. */
  at: z.number(),
});
export type Told = z.infer<typeof told>;

/** A booking as the database has it. */
export interface Row {
  readonly id: string;
  readonly tenantId: string;
}

/** Reads k6's console: what callers were told, and what else was said. */
export function readTold(console: string): {
  readonly told: Told[];
  readonly others: string[];
} {
  const messages = console.split("\n").filter(Boolean).map(messageOf);
  const isTold = (message: string): boolean => message.startsWith("{");
  return {
    told: messages
      .filter(isTold)
      .map((message) => told.parse(JSON.parse(message))),
    others: messages.filter((message) => !isTold(message)),
  };
}

const claims = z.object({ sub: z.string() });

/** Whom an access token was given to; the token is not verified. */
export function subjectOf(token: string): string {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
  return claims.parse(JSON.parse(payload.toString())).sub;
}

/**
 * The promises that are not in the database, in words.
 * @param tenantIds by the number that callers are told of by
 */
export function brokenPromises(
  answers: readonly Told[],
  tenantIds: readonly string[],
  rows: readonly Row[],
): string[] {
  const owners = new Map(rows.map(({ id, tenantId }) => [id, tenantId]));
  const broken = answers.filter(
    ({ outcome, bookingId = "", tenant }) =>
      outcome === "granted" && owners.get(bookingId) !== tenantIds[tenant],
  );
  return broken.map(
    ({ bookingId = "without an id", tenant }) =>
      `tenant ${tenant} was told of booking ${bookingId}, which is ${
        owners.has(bookingId) ? "another's" : "not there"
      }`,
  );
}

/** Why a kill at that moment did not show anything, in words; nothing when it came amid the answers. */
export function missed(
  answers: readonly Told[],
  killedAt: number | undefined,
): string[] {
  if (killedAt === undefined)
    return ["nothing was killed: all was over before"];
  const before = answers.filter(({ at }) => at < killedAt).length;
  if (before === 0) return ["nobody had an answer when it was killed"];
  if (before === answers.length)
    return ["everybody had an answer when it was killed"];
  return [];
}
