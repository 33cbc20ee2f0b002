import type { Caller } from "@rentezy/contracts";
import type { Limit } from "../domain/bucket.js";
import { networkOf } from "../domain/network.js";
import type { LimitRate } from "./limit-rate.js";

export interface AdmissionOptions {
  readonly limitRate: LimitRate;
  /** Verifies an Authorization header; rejects when it proves nobody. */
  readonly authenticate: (authorization: string) => Promise<Caller>;
  /** What one signed-in user may do, from wherever. */
  readonly perUser: Limit;
  /** What one address may do for everyone who is not signed in. */
  readonly perAddress: Limit;
}

/** A request that came too soon. */
export interface TooSoon {
  readonly limit: Limit;
  readonly retryAfterMs: number;
}

/** Resolves with nothing when the request may pass. */
export type AdmitRequest = (
  authorization: string | undefined,
  clientAddress: string,
) => Promise<TooSoon | undefined>;

/**
 * Counts a request against its caller: the user whom a valid token names, else the address. Who
 * may do what is not decided here: a bad token is passed on for the sidecar to refuse.
 */
export function createAdmission(options: AdmissionOptions): AdmitRequest {
  const { limitRate, authenticate, perUser, perAddress } = options;
  return async (authorization, clientAddress) => {
    const caller =
      authorization === undefined
        ? undefined
        : await authenticate(authorization).catch(() => undefined);
    const [key, limit] = caller
      ? [`user:${caller.userId}`, perUser]
      : [`address:${networkOf(clientAddress)}`, perAddress];
    const decision = await limitRate(key, limit);
    return decision.admitted
      ? undefined
      : { limit, retryAfterMs: decision.retryAfterMs };
  };
}
