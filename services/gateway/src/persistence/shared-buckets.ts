import { createClient, defineScript, type CommandParser } from "@redis/client";
import type { Logger } from "@rentezy/telemetry";
import { measuresOf, type Limit } from "../domain/bucket.js";
import type { SharedBuckets } from "../use-cases/limit-rate.js";
import { createDeadline } from "./deadline.js";

/**
 * The rule of domain/bucket.ts in one round trip, by Redis's clock, which all replicas share. A
 * key holds when its bucket is full again, in microseconds, and goes when it is. Answers how long the
 * request is too early, in microseconds; when it passes, how many were taken ahead, below 0, or 0.
 */
const SCRIPT = `
local interval, depth, spare = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
local excess = full_at - now - depth
if excess > 0 then return excess end
if full_at + spare * interval - now > depth / 2 then spare = 0 end
full_at = full_at + spare * interval
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
return -spare
`;

const scripts = {
  take: defineScript({
    SCRIPT,
    NUMBER_OF_KEYS: 1,
    parseCommand: (
      parser: CommandParser,
      key: string,
      limit: Limit,
      spare: number,
    ) => {
      const { interval, depth } = measuresOf(limit);
      parser.pushKey(key);
      parser.push(String(interval), String(depth), String(spare));
    },
    transformReply: (reply: unknown): number => Number(reply),
  }),
};

export interface SharedBucketsOptions {
  readonly url: string;
  /** The longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** Silence after which a connection counts as dead, though the peer's host never said so. */
const SILENCE_MS = 3_000;

const LONGEST_RECONNECT_MS = 1_000;

const connect = ({ url, logger }: SharedBucketsOptions) => {
  const client = createClient({
    url,
    scripts,
    disableOfflineQueue: true,
    maintNotifications: "disabled",
    // The wait for an answer is bounded below; a second timer for each command would cost as much.
    commandOptions: { timeout: 0 },
    keyPrefix: "gateway:rate:",
    socket: {
      connectTimeout: 1_000,
      reconnectStrategy: (attempt) =>
        Math.min(50 * 2 ** Math.min(attempt, 5), LONGEST_RECONNECT_MS),
    },
  });
  client.on("error", (error: unknown) =>
    logger.debug({ err: error }, "redis is away"),
  );
  client
    .connect()
    .catch((error: unknown) => logger.debug({ err: error }, "redis: given up"));
  return client;
};

/** Buckets in Redis. Connects in the background and again whenever the connection is lost. */
export function openSharedBuckets(
  options: SharedBucketsOptions,
): SharedBuckets & { readonly close: () => void } {
  let client = connect(options);
  let silentSince: number | undefined;
  const within = createDeadline(options.timeoutMs, () => {
    silentSince ??= performance.now();
    if (performance.now() - silentSince < SILENCE_MS) return;
    silentSince = undefined;
    client.destroy();
    client = connect(options);
  });
  return {
    take: async (key, limit, spare) => {
      if (!client.isReady) throw new Error("redis is not connected");
      const answer = await within(client.take(key, limit, spare));
      silentSince = undefined;
      return answer > 0
        ? {
            decision: { admitted: false, retryAfterMs: answer / 1000 },
            spare: 0,
          }
        : { decision: { admitted: true }, spare: -answer };
    },
    close: () => client.destroy(),
  };
}
