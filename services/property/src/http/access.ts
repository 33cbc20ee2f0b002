import type { Access } from "@rentezy/http";

/** Operations on one's own properties. */
export const landlords = {
  kind: "user",
  roles: ["landlord", "admin"],
} as const satisfies Access;
