import { accessTokenClaims } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import type { Doors } from "./doors.js";
import { CACHED_FOR_A_WHILE } from "./key-set.js";

const metadata = z.object({
  issuer: z.url(),
  jwks_uri: z.url(),
  id_token_signing_alg_values_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
});

/**
 * OpenID Connect Discovery 1.0, as far as it is true here: who signs, and with which keys. There
 * is no authorization endpoint, so no response or grant type is claimed; left out, the lists
 * would stand for defaults that are not there.
 */
export const discoveryOperation = ({ issuer, publicUrl }: Doors) =>
  operation({
    method: "get",
    path: "/public/.well-known/openid-configuration",
    summary: "Who issues access tokens, and where its keys are",
    access: { kind: "public" },
    replies: { 200: metadata },
    handler: () => ({
      status: 200,
      headers: CACHED_FOR_A_WHILE,
      body: {
        issuer,
        jwks_uri: `${publicUrl}/api/public/auth/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ["ES256"],
        subject_types_supported: ["public"],
        response_types_supported: [],
        grant_types_supported: [],
        claims_supported: Object.keys(accessTokenClaims.shape),
      },
    }),
  });
