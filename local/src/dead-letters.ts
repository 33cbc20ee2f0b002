/**
 * `npm run dead-letters`: what the services could not handle, read and replayed through the gateway by
 * the operator whom `npm run up` made.
 */
import {
  createEdge,
  listDeadLetters,
  listeningApps,
  replayDeadLetter,
  signIn,
} from "./client/index.js";
import type {
  CallEdge,
  DeadLetter,
  ListeningApp,
  Replayed,
} from "./client/index.js";
import { table } from "./demo/table.js";
import type { Stack } from "./index.js";
import { UserError } from "./progress.js";
import { secretOf } from "./stack/secrets.js";

/** What an operator asks for; without an app it is asked of all, without an id of all letters. */
export type Wish = { readonly app?: string } & (
  | { readonly verb: "list"; readonly payload: boolean }
  | { readonly verb: "replay"; readonly id?: string }
);

/** The gateway, and who speaks to it. */
interface Desk {
  readonly call: CallEdge;
  readonly token: string;
}

async function openDesk(stack: Stack): Promise<Desk> {
  const call = createEdge(stack.urls.gateway ?? "");
  const { accessToken } = await signIn(call, {
    email: secretOf(stack.secrets, "auth", "ADMIN_EMAIL"),
    password: secretOf(stack.secrets, "auth", "ADMIN_PASSWORD"),
  });
  return { call, token: accessToken };
}

function appsMeant(app: string | undefined): readonly ListeningApp[] {
  if (app === undefined) return listeningApps;
  const found = listeningApps.filter((each) => each === app);
  if (found.length > 0) return found;
  throw new UserError(
    `${app} keeps no dead letters; these do: ${listeningApps.join(", ")}`,
  );
}

async function lettersOf(
  { call, token }: Desk,
  apps: readonly ListeningApp[],
): Promise<DeadLetter[]> {
  const lists = apps.map((app) => listDeadLetters(call, token, app));
  return (await Promise.all(lists)).flat();
}

const rowOf = (letter: DeadLetter): string[] => [
  letter.id,
  letter.app,
  letter.type,
  letter.topic,
  letter.attempts === null ? "?" : String(letter.attempts),
  letter.failedAt,
  letter.reason,
];

const HEAD = ["ID", "APP", "TYPE", "TOPIC", "ATTEMPTS", "FAILED AT", "REASON"];

const payloadLines = ({ event }: DeadLetter): string[] =>
  JSON.stringify(event, null, 2)
    .split("\n")
    .map((line) => `    ${line}`);

/** The letters as lines of a table, each with its payload below it if that is wanted. */
export function describeLetters(
  letters: readonly DeadLetter[],
  { payload }: { readonly payload: boolean },
): string[] {
  if (letters.length === 0) return ["no dead letters"];
  const [head = "", rule = "", ...rows] = table(HEAD, letters.map(rowOf));
  const described = letters.flatMap((letter, at) => [
    rows[at] ?? "",
    ...(payload ? payloadLines(letter) : []),
  ]);
  return [head, rule, ...described];
}

/** The apps are asked in turn: an id does not tell whose it is. */
async function replayOne(
  { call, token }: Desk,
  apps: readonly ListeningApp[],
  id: string,
): Promise<Replayed> {
  for (const app of apps) {
    const replayed = await replayDeadLetter(call, token, { app, id });
    if (replayed.result !== "unknown") return replayed;
  }
  return { result: "unknown" };
}

function tell(id: string, replayed: Replayed): void {
  if (replayed.result === "done") console.log(`${id}: done`);
  else {
    const why =
      replayed.result === "failed"
        ? `failed again: ${replayed.reason}`
        : "there is no such dead letter";
    console.error(`${id}: ${why}`);
    process.exitCode = 1;
  }
}

/** In the order in which they failed: of two events of one aggregate the older one is first. */
async function replayAll(
  desk: Desk,
  apps: readonly ListeningApp[],
): Promise<void> {
  const letters = await lettersOf(desk, apps);
  let done = 0;
  for (const { id, app } of letters.reverse()) {
    const replayed = await replayOne(desk, [app], id);
    tell(id, replayed);
    if (replayed.result === "done") done += 1;
  }
  console.log(`${done} of ${letters.length} dead letters are handled now`);
}

/** Does what an operator asks of a running stack. */
export async function grant(stack: Stack, wish: Wish): Promise<void> {
  const apps = appsMeant(wish.app);
  const desk = await openDesk(stack);
  if (wish.verb === "list") {
    const letters = await lettersOf(desk, apps);
    console.log(describeLetters(letters, wish).join("\n"));
  } else if (wish.id === undefined) await replayAll(desk, apps);
  else tell(wish.id, await replayOne(desk, apps, wish.id));
}
