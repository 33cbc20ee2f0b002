import { jwks } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import type { Doors } from "./doors.js";

/** Shorter than the ten minutes that a new key is published before it signs. */
export const CACHED_FOR_A_WHILE = {
  "cache-control": "public, max-age=300",
} as const;

export const keySetOperations = ({ publishedKeys }: Doors) =>
  ["/public/.well-known/jwks.json", "/public/jwks.json"].map((path) =>
    operation({
      method: "get",
      path,
      summary: "The public keys that access tokens are signed with",
      access: { kind: "public" },
      replies: { 200: jwks },
      handler: () => ({
        status: 200,
        headers: CACHED_FOR_A_WHILE,
        body: { keys: publishedKeys },
      }),
    }),
  );
