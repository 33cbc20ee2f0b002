import { DependencyAway, jwks, type PublicJwk } from "@rentezy/contracts";
import { invoke, type Sidecar } from "@rentezy/dapr";
import { createTokenVerifier, type VerifyToken } from "./verifier.js";

/** Verifies as the environment of a service says, with the keys that auth publishes. */
export function createServiceVerifier(
  environment: { readonly JWT_ISSUER: string; readonly JWT_AUDIENCE: string },
  sidecar: Sidecar,
): VerifyToken {
  return createTokenVerifier({
    issuer: environment.JWT_ISSUER,
    audience: environment.JWT_AUDIENCE,
    fetchKeys: () => fetchKeysFromAuth(sidecar),
  });
}

/** Reads the key set that auth publishes, through the app's own sidecar. */
async function fetchKeysFromAuth(
  sidecar: Sidecar,
): Promise<readonly PublicJwk[]> {
  const { keys } = await invoke(sidecar, {
    appId: "auth",
    method: "GET",
    path: "/public/.well-known/jwks.json",
    reply: jwks,
  }).catch((cause: unknown) => {
    throw new DependencyAway("auth's keys cannot be read", { cause });
  });
  return keys;
}
