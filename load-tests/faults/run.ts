/** `npm run faults`: breaks the running stack on purpose, by a seed, and judges from outside what came of it. */
import {
  openStack,
  stackDirOf,
  startUntilInterrupted,
  terminalProgress,
} from "@rentezy/local";
import type { Progress, Stack } from "@rentezy/local";
import { createEdge } from "@rentezy/local/client";
import { randomInt } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { patiently, signedIn } from "../harness/accounts.js";
import { listRooms } from "../harness/prepare.js";
import { createRandom } from "./random.js";
import { readEvidence } from "./evidence.js";
import { createInjector } from "./injector.js";
import type { Injector } from "./injector.js";
import { kinds, nameOf } from "./kinds.js";
import { readFaultOptions } from "./options.js";
import type { FaultOptions } from "./options.js";
import { scarceKindsFor, runWorkload } from "./workload.js";
import { planFaults } from "./plan.js";
import type { Fault } from "./plan.js";
import { waitUntilQuiet } from "./quiescence.js";
import { shortestStory } from "./story.js";
import { openEmulatorControl } from "./emulator-control.js";
import type { EmulatorControl } from "./emulator-control.js";
import type { Told } from "./told.js";
import { endingsOf, judge } from "./verdict.js";
import type { Violation } from "./verdict.js";
import { judgeRun } from "./verdict-run.js";
import type { Counts } from "./verdict-run.js";
import { behaviours } from "./behaviours.js";

const usage = `npm run faults -- [--seed N] [--minutes M] [--people N] [--only WORD]... [--behaviours WORD]... [--rest S] [--port-base N]
  breaks the running stack by a seeded plan while people (30) book and pay, waits until it is quiet (180 s at
  most), and judges from outside; --only takes the faults whose names contain a word:
  ${kinds.map(nameOf).join(", ")}
  and --behaviours takes what people do:
  ${Object.keys(behaviours).join(", ")}

The result is written to load-tests/results/faults-SEED.json.`;

/** Short, so that many holds end during the run. */
const HOLD_SECONDS = 20;

const PLENTY = { title: "Plenty of room", kinds: 4, quantity: 400 };
const SCARCE = { title: "Nearly gone", quantity: 2 };

/** What a run came to: the content of results/faults-SEED.json. */
interface FaultsResult {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: Counts;
  readonly endings: Counts;
  readonly violations: readonly Violation[];
  readonly bookings: number;
  readonly soldOut: number;
  readonly unanswered: number;
  readonly behaviours: Counts;
  readonly quietAfterSeconds: number;
}

/** How often each kind of fault is in a plan. */
function countKinds(plan: readonly Fault[]): Counts {
  const counts: Record<string, number> = {};
  for (const { kind } of plan) {
    const name = nameOf(kind);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

interface RunContext {
  readonly stack: Stack;
  readonly stripe: EmulatorControl;
  readonly injector: Injector;
  readonly folder: string;
  readonly say: Progress;
}

/** How long access tokens must outlive the faults, in seconds: holds run out after the last booking, and rest takes a while. */
const TOKENS_OUTLIVE_SECONDS = 240;

/** Rooms and people, ready to begin. */
async function prepare(
  context: RunContext,
  { people: count, minutes }: FaultOptions,
) {
  const { stack, folder, say } = context;
  const listing = { ...context, asked: {} };
  const plenty = await listRooms(listing, PLENTY);
  const kinds = scarceKindsFor(minutes * 60_000);
  const scarce = await listRooms(listing, { ...SCARCE, kinds });
  const people = await signedIn(
    patiently(createEdge(stack.urls.gateway ?? "")),
    {
      role: "tenant",
      count,
      file: join(folder, "people.json"),
      say,
      seconds: minutes * 60 + TOKENS_OUTLIVE_SECONDS,
    },
  );
  const rooms: Told["rooms"] = [
    ...plenty.map((roomId) => ({ roomId, quantity: PLENTY.quantity })),
    ...scarce.map((roomId) => ({ roomId, quantity: SCARCE.quantity })),
  ];
  return { rooms, plenty, scarce, people };
}

/** The run itself: people and faults at once, then rest. */
async function injectAndRest(context: RunContext, options: FaultOptions) {
  const { stack, stripe, injector, say } = context;
  const { seed, minutes } = options;
  const lastsMs = minutes * 60_000;
  const { rooms, ...offer } = await prepare(context, options);
  const plan = planFaults(createRandom(seed), options.kinds, lastsMs);
  say(`${plan.length} faults in ${minutes} minutes, seed ${seed}`);
  const begunAtMs = Date.now();
  const [workload] = await Promise.all([
    runWorkload({
      call: createEdge(stack.urls.gateway ?? ""),
      ...offer,
      stripe,
      seed,
      behaviours: options.behaviours,
      beginsAtMs: begunAtMs,
      endsAtMs: begunAtMs + lastsMs,
    }),
    injector.follow(plan, begunAtMs),
  ]);
  say("faults are over; waiting until all is quiet");
  await stack.waitHealthy();
  const roomIds = rooms.map(({ roomId }) => roomId);
  const rest = await waitUntilQuiet(
    stack,
    stripe,
    roomIds,
    options.restSeconds,
  );
  const planned = countKinds(plan);
  return { workload, rest, rooms, planned, happened: injector.happened() };
}

const results = fileURLToPath(new URL("../results", import.meta.url));

async function save(result: FaultsResult): Promise<string> {
  await mkdir(results, { recursive: true });
  const file = join(results, `faults-${result.seed}.json`);
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

function report(result: FaultsResult, file: string): void {
  const lines = (counts: Counts) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, many]) => `  ${String(many).padStart(5)}  ${name}`)
      .join("\n");
  console.log(`\nfaults\n${lines(result.faults)}`);
  console.log(`\nwhat people did\n${lines(result.behaviours)}`);
  console.log(
    `\nendings of ${result.bookings} bookings (${result.soldOut} refused as sold out, ${result.unanswered} without an answer in a minute)\n${lines(result.endings)}`,
  );
  console.log(
    `\nquiet ${result.quietAfterSeconds} s after the last fault\nwritten to ${file}`,
  );
}

/** Violations that are printed; the result has them all. */
const MOST_SHOWN = 20;

/** The violations, and all that is known of a booking that one of them is about: of the one with the shortest story. */
async function reportFailure(
  stack: Stack,
  result: FaultsResult,
  evidence: Awaited<ReturnType<typeof readEvidence>>,
): Promise<void> {
  const { violations, seed } = result;
  console.error(`\nFAILED with seed ${seed}`);
  for (const { rule, what, bookingId, roomId } of violations.slice(
    0,
    MOST_SHOWN,
  ))
    console.error(`  ${rule}: ${bookingId ?? roomId ?? ""} ${what}`);
  const story = await shortestStory(stack, violations, evidence);
  if (story) {
    console.error(`\nthe story of booking ${story.bookingId}`);
    for (const line of story.lines) console.error(`  ${line}`);
  }
  process.exitCode = 1;
}

async function runAndJudge(
  context: RunContext,
  options: FaultOptions,
): Promise<void> {
  const { stack } = context;
  const { workload, rest, rooms, planned, happened } = await injectAndRest(
    context,
    options,
  );
  const told = { rooms, bookings: workload.bookings };
  const readAtMs = Date.now();
  const evidence = await readEvidence(stack, told);
  const { wrong, unanswered } = workload;
  const bookings = workload.bookings.length;
  const course = { planned, happened, bookings, unanswered, wrong };
  const result: FaultsResult = {
    seed: options.seed,
    minutes: options.minutes,
    faults: happened,
    endings: endingsOf(told, evidence),
    violations: [
      ...judge(told, evidence, readAtMs),
      ...judgeRun({ ...course, left: rest.left }),
    ],
    bookings,
    soldOut: workload.soldOut,
    unanswered,
    behaviours: workload.behaviours,
    quietAfterSeconds: rest.seconds,
  };
  report(result, await save(result));
  if (result.violations.length > 0)
    await reportFailure(stack, result, evidence);
  else console.log("every promise was kept");
}

/** Runs the faults; the exit code is 0 only if every promise was kept. Throws UserError for wrong usage. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readFaultOptions(args, randomInt(1, 1_000_000));
  if (!options) {
    console.log(usage);
    return;
  }
  const say = terminalProgress();
  const stack = await openStack(options.portBase);
  const folder = join(stackDirOf(options.portBase), "load");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stripe = openEmulatorControl(stack);
  const faultContext = { stack, stripe, roomHeldMs: HOLD_SECONDS * 1000 };
  const injector = createInjector(faultContext, say);
  say(`holds last ${HOLD_SECONDS} s for this run`);
  const shortHolds = { HOLD_SECONDS: String(HOLD_SECONDS) };
  // Nobody finds a stack with faults in it: an interrupted run undoes them before it ends.
  const clear = await startUntilInterrupted(
    () => stack.restart("booking", shortHolds),
    () => injector.stop().finally(() => stack.restart("booking")),
  );
  try {
    await runAndJudge({ stack, stripe, injector, folder, say }, options);
  } finally {
    await clear();
  }
}
