import { stackDirOf, type Stack } from "@rentezy/local";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Values in secrets.json that are addresses and names, and secret to nobody. */
const OPEN_VALUES = new Set([
  "redis.host",
  "broker-kafka.brokers",
  "auth.ADMIN_EMAIL",
]);

/** The secret parts of one secret: of a URL its password, of keys their private numbers. */
function partsOf(value: string): string[] {
  if (value.startsWith("[")) {
    const keys = JSON.parse(value) as { d: string }[];
    return keys.map(({ d }) => d);
  }
  return value.includes("://") ? [value, new URL(value).password] : [value];
}

/** Every secret of the stack under a name that may be shown. */
export function secretsOf(stack: Stack): Map<string, string> {
  const named = new Map<string, string>();
  for (const [secret, values] of Object.entries(stack.secrets))
    for (const [key, value] of Object.entries(values)) {
      const name = `${secret}.${key}`;
      if (OPEN_VALUES.has(name)) continue;
      for (const [at, part] of partsOf(value).entries())
        named.set(`${name}[${at}]`, part);
    }
  return named;
}

/** What looks like a secret, whosever it is. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "a JWT": /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
  "a bearer token": /bearer\s+[\w.~+/-]{16,}/i,
  "a refresh token": /rentezy_refresh=[\w-]{10}/,
  "a password's hash": /\$argon2id?\$/,
  // Not the first half of a UUID, which one request in ten thousand has of digits only, nor a fraction.
  "a card number":
    /(?<!\d\.)\b4\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b(?!-[\da-f]{4}-[\da-f]{12})/,
  "a Stripe secret": /\b(?:sk_(?:test|live)|whsec)_\w{8}/,
  "a webhook's signature": /\bv1=[\da-f]{64}\b/,
  "a connection string with its password": /\b\w+:\/\/[\w-]*:[^@\s*/]{8,}@/,
};

/** Names what of the secrets stands in a text; the secrets themselves are not repeated. */
export function leaksIn(
  text: string,
  secrets: ReadonlyMap<string, string>,
): string[] {
  const named = [...secrets].filter(([, value]) => text.includes(value));
  const shaped = Object.entries(SHAPES).filter(([, shape]) => shape.test(text));
  return [...named, ...shaped].map(([name]) => name);
}

/** Every log file of the stack, those of processes that are gone too. */
export async function logsOf(stack: Stack): Promise<Map<string, string>> {
  const folder = join(stackDirOf(stack.portBase), "logs");
  const files = await readdir(folder);
  const read = files.map(
    async (file) => [file, await readFile(join(folder, file), "utf8")] as const,
  );
  return new Map(await Promise.all(read));
}
