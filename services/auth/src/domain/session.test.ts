import { describe, expect, it } from "@jest/globals";
import {
  endFamily,
  formatRefreshToken,
  newSecret,
  parseRefreshToken,
  presentSecret,
  REPEAT_GRACE_MS,
  startFamily,
  type SessionFamily,
} from "./session.js";

const owner = { userId: "01900000-0000-7000-8000-000000000001", epoch: 3 };
const NOW = 1_700_000_000_000;

const present = (
  family: SessionFamily,
  secret: string,
  { now = NOW, repetitionAllowed = false } = {},
) =>
  presentSecret(family, secret, {
    now,
    successor: newSecret(),
    repetitionAllowed,
  });

/** Presents the current secret, which must be rotated. */
function rotate(family: SessionFamily, secret: string, now = NOW) {
  const presented = present(family, secret, { now });
  if (presented.kind !== "rotated") throw new Error(presented.kind);
  return presented;
}

describe("a refresh token", () => {
  it("survives being written and read", () => {
    const { token } = startFamily(owner);
    expect(parseRefreshToken(formatRefreshToken(token))).toEqual(token);
  });

  it.each(["", "x", "a.b", `${"a".repeat(22)}.${"b".repeat(44)}`, "..;\u0000"])(
    "is refused when it is none of ours: %j",
    (text) => {
      expect(parseRefreshToken(text)).toBeUndefined();
    },
  );

  it("is never stored: the family holds digests and sealed successors", () => {
    const { token, family } = startFamily(owner);
    const rotated = rotate(family, token.secret);
    const stored = JSON.stringify(rotated.family);
    expect(stored).not.toContain(token.secret);
    expect(stored).not.toContain(rotated.secret);
  });
});

describe("presenting a refresh token", () => {
  it("replaces the current one each time", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    const second = rotate(first.family, first.secret);
    expect(new Set([token.secret, first.secret, second.secret]).size).toBe(3);
    expect(second.family).toMatchObject({ ...owner, ended: false });
  });

  it("ends the family when it was used before", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    const reused = present(first.family, token.secret);
    expect(reused).toMatchObject({ kind: "reused", family: { ended: true } });
    if (reused.kind !== "reused") throw new Error(reused.kind);
    expect(present(reused.family, first.secret).kind).toBe("ended");
  });

  it("ends the family when it was never given out", () => {
    const { family } = startFamily(owner);
    expect(present(family, newSecret()).kind).toBe("reused");
  });

  it("is refused by a family that has ended", () => {
    const { token, family } = startFamily(owner);
    expect(present(endFamily(family), token.secret).kind).toBe("ended");
  });
});

describe("a repetition that is allowed", () => {
  const allowed = { repetitionAllowed: true };

  it("gets the secret that is current, and changes nothing", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    const again = present(first.family, token.secret, allowed);
    expect(again).toEqual({ kind: "repeated", secret: first.secret });
  });

  it("gets the current secret over several rotations", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    const second = rotate(first.family, first.secret, NOW + 1_000);
    const third = rotate(second.family, second.secret, NOW + 2_000);
    expect(present(third.family, token.secret, allowed)).toEqual({
      kind: "repeated",
      secret: third.secret,
    });
  });

  it("is a reuse once the grace is over", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    const late = { ...allowed, now: NOW + REPEAT_GRACE_MS + 1 };
    expect(present(first.family, token.secret, late).kind).toBe("reused");
  });

  it("does not admit a secret that was never given out", () => {
    const { token, family } = startFamily(owner);
    const first = rotate(family, token.secret);
    expect(present(first.family, newSecret(), allowed).kind).toBe("reused");
  });
});
