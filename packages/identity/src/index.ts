/**
 * Who is calling, and whether the thing is theirs. Depends on contracts and dapr.
 */
export { authenticateWith, identityErrors, mayAct } from "./authenticate.js";
export { createServiceVerifier } from "./service-verifier.js";
export {
  createTokenVerifier,
  type VerifierOptions,
  type VerifyToken,
} from "./verifier.js";
