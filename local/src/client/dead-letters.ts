import { z } from "zod";
import { bodyOf, codeOf } from "./edge.js";
import type { Answer, Call, CallEdge } from "./edge.js";

/** The apps that hear events, and so keep what they could not handle. */
export const listeningApps = ["booking", "property"] as const;
export type ListeningApp = (typeof listeningApps)[number];

const letterBody = z.object({
  id: z.uuid(),
  eventId: z.string().nullable(),
  topic: z.string(),
  type: z.string(),
  reason: z.string(),
  attempts: z.int().nullable(),
  event: z.unknown(),
  failedAt: z.iso.datetime(),
});

/** An event that an app could not handle. */
export type DeadLetter = z.infer<typeof letterBody> & {
  readonly app: ListeningApp;
};

const page = z.object({
  items: z.array(letterBody),
  nextCursor: z.uuid().nullable(),
});
const replayed = z.object({ deadLetter: letterBody });
const refused = z.object({ detail: z.string() });

/** Calls, and waits as long as it is told where it asks too often: an operator may have many letters. */
async function callPatiently(
  call: CallEdge,
  path: string,
  request: Call,
): Promise<Answer> {
  for (;;) {
    const answer = await call(path, request);
    if (answer.status !== 429) return answer;
    const seconds = Number(answer.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  }
}

/** What an app keeps and nobody has replayed, newest first. */
export async function listDeadLetters(
  call: CallEdge,
  token: string,
  app: ListeningApp,
): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? "" : `&cursor=${cursor}`;
    const path = `/api/${app}/dead-letters?limit=20${after}`;
    const answer = await callPatiently(call, path, { token });
    const { items, nextCursor } = bodyOf(path, answer, 200, page);
    found.push(...items.map((letter) => ({ ...letter, app })));
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
}

/** What became of a replay; `unknown` when the app has no such letter. */
export type Replayed =
  | { readonly result: "done" | "unknown" }
  | { readonly result: "failed"; readonly reason: string };

/** Has an app handle an event again; `done` once the effect has happened. */
export async function replayDeadLetter(
  call: CallEdge,
  token: string,
  letter: Pick<DeadLetter, "app" | "id">,
): Promise<Replayed> {
  const path = `/api/${letter.app}/dead-letters/${letter.id}/replay`;
  const answer = await callPatiently(call, path, { method: "POST", token });
  const code = codeOf(answer);
  if (code === "DEAD_LETTER.NOT_FOUND") return { result: "unknown" };
  if (code === "DEAD_LETTER.FAILED_AGAIN")
    return { result: "failed", reason: refused.parse(answer.body).detail };
  bodyOf(path, answer, 200, replayed);
  return { result: "done" };
}
