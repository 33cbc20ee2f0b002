import { hash, verify } from "@node-rs/argon2";
import { randomBytes } from "node:crypto";

/** OWASP's minimum for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. */
const PARAMETERS = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Turns passwords into what may be stored, and checks them against it. */
export interface PasswordHasher {
  readonly hash: (password: string) => Promise<string>;
  /** Takes as long for an account that does not exist (`undefined`), and is then false. */
  readonly verify: (
    passwordHash: string | undefined,
    password: string,
  ) => Promise<boolean>;
}

/** One password may be typed as different code points on different keyboards (NIST 800-63B). */
const normal = (password: string) => password.normalize("NFKC");

/** Creates the hasher, with the hash that stands for accounts that do not exist. */
export async function createPasswordHasher(): Promise<PasswordHasher> {
  const nobody = await hash(randomBytes(32), PARAMETERS);
  return {
    hash: (password) => hash(normal(password), PARAMETERS),
    verify: async (passwordHash, password) => {
      const matches = await verify(passwordHash ?? nobody, normal(password));
      return matches && passwordHash !== undefined;
    },
  };
}
