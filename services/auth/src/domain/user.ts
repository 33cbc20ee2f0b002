import type { Role } from "@rentezy/contracts";
import { z } from "zod";

/** Longest e-mail address that can be delivered to (RFC 5321). */
const EMAIL_LENGTH = 254;

/** An e-mail address in the one spelling under which an account is kept. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email().max(EMAIL_LENGTH));

/** An account as others may see it. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly emailVerified: boolean;
  readonly createdAt: Date;
}

/** An account with what proves that its owner is there; never leaves the service. */
export interface Account extends User {
  /** argon2id in PHC form: algorithm, parameters, salt and digest. */
  readonly passwordHash: string;
  /** Grows when the password changes: sessions of an earlier epoch have ended. */
  readonly sessionEpoch: number;
}
