/**
 * Who is calling, and whether the thing is theirs. Depends on contracts.
 */
export { authenticateWith, identityErrors, mayAct } from "./authenticate.js";
export {
  createTokenVerifier,
  type VerifierOptions,
  type VerifyToken,
} from "./verifier.js";
