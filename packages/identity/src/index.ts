/**
 * Who is calling, and whether the thing is theirs. Depends on contracts and dapr.
 */
export { fetchKeysFromAuth } from "./auth-keys.js";
export { authenticateWith, identityErrors, mayAct } from "./authenticate.js";
export {
  createTokenVerifier,
  type VerifierOptions,
  type VerifyToken,
} from "./verifier.js";
