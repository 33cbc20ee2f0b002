import { jwks, type PublicJwk } from "@rentezy/contracts";
import { invoke, type Sidecar } from "@rentezy/dapr";

/** Reads the key set that auth publishes, through the app's own sidecar: `fetchKeys` of a verifier. */
export function fetchKeysFromAuth(
  sidecar: Sidecar,
): () => Promise<readonly PublicJwk[]> {
  return async () => {
    const { keys } = await invoke(sidecar, {
      appId: "auth",
      method: "GET",
      path: "/public/.well-known/jwks.json",
      reply: jwks,
    });
    return keys;
  };
}
