import { EntitySchema } from "typeorm";
import type { Account } from "../domain/user.js";

/** The table of accounts. */
export const accountEntity = new EntitySchema<Account>({
  name: "account",
  columns: {
    id: { type: "uuid", primary: true },
    email: { type: "text" },
    name: { type: "text" },
    role: { type: "text" },
    passwordHash: { type: "text", name: "password_hash" },
    emailVerified: { type: "boolean", name: "email_verified" },
    sessionEpoch: { type: "int", name: "session_epoch" },
    createdAt: { type: "timestamptz", name: "created_at" },
  },
});
