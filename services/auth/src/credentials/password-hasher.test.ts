import { describe, expect, it } from "@jest/globals";
import { createPasswordHasher } from "./password-hasher.js";

describe("password hashing", () => {
  it("is argon2id with the parameters that OWASP asks for, salted", async () => {
    const hasher = await createPasswordHasher();
    const first = await hasher.hash("correct horse");
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.hash("correct horse")).not.toBe(first);
  });

  it("tells the password from others, however its letters are composed", async () => {
    const hasher = await createPasswordHasher();
    const stored = await hasher.hash("Zo\u00eb's password");
    expect(await hasher.verify(stored, "Zoe\u0308's password")).toBe(true);
    expect(await hasher.verify(stored, "Zoe's password")).toBe(false);
  });

  it("does the same work for an account that does not exist, and refuses", async () => {
    const hasher = await createPasswordHasher();
    expect(await hasher.verify(undefined, "correct horse")).toBe(false);
  });
});
