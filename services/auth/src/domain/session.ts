import { createHash, createHmac, randomBytes } from "node:crypto";
import { z } from "zod";

/**
 * How long the token before the current one stays usable to a browser, in milliseconds: tabs that
 * wake together share one cookie, and a page closed in mid-flight loses the reply that held the
 * new one.
 */
export const REPEAT_GRACE_MS = 10_000;

/** Retired secrets that are remembered; a browser never comes near it, a script in a loop does. */
const RETIRED_LIMIT = 32;

const SECRET_BYTES = 32;
const FAMILY_ID_BYTES = 16;

/** What a sign-in started, as it is stored; it holds no token, only digests. */
export const sessionFamily = z.object({
  userId: z.uuid(),
  /** The account's epoch at the sign-in. */
  epoch: z.int(),
  ended: z.boolean(),
  /** SHA-256 of the secret that may be used next. */
  current: z.string(),
  /** Secrets used within the grace, each with its successor, readable only to who has the secret. */
  retired: z.array(
    z.object({
      digest: z.string(),
      sealedSuccessor: z.string(),
      retiredAt: z.int(),
    }),
  ),
});
export type SessionFamily = z.infer<typeof sessionFamily>;

/** A refresh token: which family, and the secret of its generation (256 random bits). */
export interface RefreshToken {
  readonly familyId: string;
  readonly secret: string;
}

const TOKEN = /^([\w-]{22})\.([\w-]{43})$/;

/** Reads a token as the client sends it; undefined when it is none of ours. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, familyId, secret] = TOKEN.exec(text) ?? [];
  return familyId !== undefined && secret !== undefined
    ? { familyId, secret }
    : undefined;
}

/** A token as the client keeps it. */
export const formatRefreshToken = ({ familyId, secret }: RefreshToken) =>
  `${familyId}.${secret}`;

/** A new secret: what makes a token impossible to guess. */
export const newSecret = () => randomBytes(SECRET_BYTES).toString("base64url");

const digestOf = (secret: string) =>
  createHash("sha256").update(secret).digest("base64url");

/**
 * Hides a successor under a pad that only the secret before it yields; applied to what it made, it
 * shows the successor again. Each secret pads one successor once.
 */
function pad(secret: string, text: string): string {
  const stream = createHmac("sha256", secret).update("successor").digest();
  const bytes = Buffer.from(text, "base64url");
  return Buffer.from(
    bytes.map((byte, at) => byte ^ (stream[at] ?? 0)),
  ).toString("base64url");
}

/** Starts a family at a sign-in. */
export function startFamily(owner: {
  readonly userId: string;
  readonly epoch: number;
}): { readonly token: RefreshToken; readonly family: SessionFamily } {
  const familyId = randomBytes(FAMILY_ID_BYTES).toString("base64url");
  const secret = newSecret();
  return {
    token: { familyId, secret },
    family: {
      userId: owner.userId,
      epoch: owner.epoch,
      ended: false,
      current: digestOf(secret),
      retired: [],
    },
  };
}

/** The family after its end: kept, so that a rotation under way cannot bring it back. */
export const endFamily = (family: SessionFamily): SessionFamily => ({
  ...family,
  ended: true,
  retired: [],
});

/** What presenting a token comes to. */
export type Presentation =
  | {
      readonly kind: "rotated";
      readonly secret: string;
      readonly family: SessionFamily;
    }
  | { readonly kind: "repeated"; readonly secret: string }
  | { readonly kind: "reused"; readonly family: SessionFamily }
  | { readonly kind: "ended" };

/**
 * Decides what presenting a secret comes to:
 * - the current one is replaced by its successor;
 * - one that was replaced within the grace gets, when a repetition is allowed, the secret that is
 *   current now: however many ask at once, they end up with the same one;
 * - any other was used before or never given out: somebody else holds it, and the family ends.
 */
export function presentSecret(
  family: SessionFamily,
  secret: string,
  circumstances: {
    /** Clock in milliseconds. */
    readonly now: number;
    readonly successor: string;
    readonly repetitionAllowed: boolean;
  },
): Presentation {
  if (family.ended) return { kind: "ended" };
  const { now, successor, repetitionAllowed } = circumstances;
  const digest = digestOf(secret);
  const retired = family.retired.filter(
    ({ retiredAt }) => now - retiredAt <= REPEAT_GRACE_MS,
  );
  if (digest === family.current) {
    const sealedSuccessor = pad(secret, successor);
    return {
      kind: "rotated",
      secret: successor,
      family: {
        ...family,
        current: digestOf(successor),
        retired: [
          ...retired,
          { digest, sealedSuccessor, retiredAt: now },
        ].slice(-RETIRED_LIMIT),
      },
    };
  }
  const repeated = repetitionAllowed
    ? followSuccessors(family.current, retired, secret)
    : undefined;
  return repeated === undefined
    ? { kind: "reused", family: endFamily(family) }
    : { kind: "repeated", secret: repeated };
}

/** Walks from a retired secret to the current one; undefined when the way is not known. */
function followSuccessors(
  current: string,
  retired: SessionFamily["retired"],
  from: string,
): string | undefined {
  let secret = from;
  for (const { digest, sealedSuccessor } of retired) {
    if (digestOf(secret) === digest) secret = pad(secret, sealedSuccessor);
  }
  return digestOf(secret) === current ? secret : undefined;
}
