import { DependencyAway } from "@rentezy/contracts";
import type { z } from "zod";
import type { Sidecar } from "./sidecar.js";

/** A stored value with the tag that names this version of it. */
export interface Stored<Value> {
  readonly value: Value;
  readonly etag: string;
}

export interface SaveOptions {
  /** The value expires after this many seconds. */
  readonly ttlSeconds?: number;
  /** Save only over this version; without it, over whatever is there. */
  readonly etag?: string;
}

/** A Dapr state store whose values are checked when they are read. */
export interface StateStore<Value> {
  readonly get: (key: string) => Promise<Stored<Value> | undefined>;
  /** Returns false when the stored version is no longer the one named by `etag`. */
  readonly save: (
    key: string,
    value: Value,
    options?: SaveOptions,
  ) => Promise<boolean>;
  readonly delete: (key: string) => Promise<void>;
}

/**
 * Opens a state store component. The SDK's client drops the ETag when reading, without which two
 * writers cannot be told apart; hence the plain API here.
 */
export function openStateStore<Schema extends z.ZodType>(
  sidecar: Sidecar,
  store: string,
  schema: Schema,
): StateStore<z.infer<Schema>> {
  const pathOf = (key: string) =>
    `/v1.0/state/${store}/${encodeURIComponent(key)}`;
  const failed = (action: string, status: number, text: string) =>
    new (status >= 500 ? DependencyAway : Error)(
      `state store ${store} could not ${action} (${status}): ${text.slice(0, 300)}`,
    );
  return {
    get: async (key) => {
      const reply = await sidecar.send({ method: "GET", path: pathOf(key) });
      if (reply.status === 204) return undefined;
      if (reply.status !== 200) throw failed("read", reply.status, reply.text);
      return {
        value: schema.parse(JSON.parse(reply.text)),
        etag: String(reply.headers["etag"]),
      };
    },
    save: async (key, value, { ttlSeconds, etag } = {}) => {
      const item = {
        key,
        value,
        ...(etag !== undefined && {
          etag,
          options: { concurrency: "first-write" },
        }),
        ...(ttlSeconds !== undefined && {
          metadata: { ttlInSeconds: String(ttlSeconds) },
        }),
      };
      const reply = await sidecar.send({
        method: "POST",
        path: `/v1.0/state/${store}`,
        body: [item],
      });
      if (reply.status === 204) return true;
      if (reply.status === 409) return false;
      throw failed("save", reply.status, reply.text);
    },
    delete: async (key) => {
      const reply = await sidecar.send({ method: "DELETE", path: pathOf(key) });
      if (reply.status !== 204)
        throw failed("delete", reply.status, reply.text);
    },
  };
}
