import type { PublicJwk } from "@rentezy/contracts";
import type { Stories } from "../use-cases/stories.js";
import type { CookieOptions } from "./refresh-cookie.js";

/** What the operations stand in front of, and what they need to answer. */
export interface Doors extends Stories {
  readonly cookie: CookieOptions;
  /** Origins whose pages may use sessions. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly publishedKeys: readonly PublicJwk[];
  readonly issuer: string;
  /** Where clients find the edge, without a slash at the end. */
  readonly publicUrl: string;
}
