import { DomainError } from "@rentezy/contracts";

/** Longer than any message of ours; what drivers say beyond it helps nobody. */
const MOST_CHARACTERS = 300;

/** What must not be written beside an event for operators to read, whoever put it into a message. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(\b\w+:\/\/)[^\s/@]*@/g, "$1***@"],
  [/\bbearer\s+\S+/gi, "bearer ***"],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, "***"],
  [/\b(?:sk|rk|pk)_(?:test|live)_\w+|\bwhsec_\w+/g, "***"],
  [/\b\d(?:[ -]?\d){12,18}\b/g, "***"],
];

function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cs}]+/gu, " ").trim();
  const masked = SECRETS.reduce(
    (hidden, [secret, mask]) => hidden.replace(secret, mask),
    line,
  );
  return masked.slice(0, MOST_CHARACTERS);
}

/** Why an event failed, on one line, short and without secrets: a refusal's code, an error's message. */
export function reasonOf(error: unknown): string {
  if (error instanceof DomainError)
    return plain(`${error.code}: ${error.message}`);
  if (error instanceof Error) return plain(`${error.name}: ${error.message}`);
  return plain(String(error));
}

/** Why an event cannot be read: which field is wrong, and how; never its value. */
export function reasonOfIssues(
  what: string,
  issues: readonly {
    readonly path: readonly PropertyKey[];
    readonly message: string;
  }[],
): string {
  const each = issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "it"}: ${message}`,
  );
  return plain(`${what}: ${each.join("; ")}`);
}
