import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { askBooking, findBroken, onBooking } from "./invariants.js";
import { load } from "./load.js";
import { listRooms, prepareTenants, TENANTS } from "./prepare.js";
import { heldOrBroken, resultOf } from "./result.js";
import type { Result } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf } from "./summary.js";
import { brokenPromises, missed, readTold, subjectOf } from "./told.js";
import { verdictOf } from "./verdict.js";

const ROOMS = 300;

/** It is killed when so many bookings are in the database, and the first answers are out. */
const KILLED_AFTER = 50;

const VICTIM = "booking";

interface CrashResult extends Result {
  /** Requests that were sent again because no answer came, or one that blames the server. */
  readonly repeated: number;
}

const isBegun = (file: string): Promise<boolean> =>
  stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );

/** Waits for the middle of the burst and kills a process of booking; when that was, if it came to it. */
function killAmid(
  { stack, say }: RunContext,
  roomId: string,
  answersFile: string,
  isOver: () => boolean,
): Promise<number | undefined> {
  return onBooking(stack, async (client) => {
    const sql = "SELECT 1 FROM booking WHERE room_id = $1";
    while (!isOver()) {
      const { rowCount } = await client.query(sql, [roomId]);
      if ((rowCount ?? 0) >= KILLED_AFTER && (await isBegun(answersFile))) {
        const at = Date.now();
        await stack.kill(VICTIM, "SIGKILL");
        say(`${VICTIM} is killed; ${String(rowCount)} rooms were booked`);
        return at;
      }
      await sleep(5);
    }
    return undefined;
  });
}

/** The burst with the kill in it, until everybody has an answer and the process is back. */
async function loadAndKill(
  context: RunContext,
  tokensFile: string,
  roomId: string,
) {
  const answersFile = join(context.folder, "answers.log");
  await rm(answersFile, { force: true });
  let isOver = false;
  const loading = load(context, "crash", {
    TOKENS_FILE: tokensFile,
    ROOM_ID: roomId,
    ROOMS: String(ROOMS),
    K6_CONSOLE_OUTPUT: answersFile,
  }).finally(() => {
    isOver = true;
  });
  const killing = killAmid(context, roomId, answersFile, () => isOver);
  const [loaded, killedAt] = await Promise.all([loading, killing]);
  await context.stack.waitHealthy([VICTIM]);
  const { told, others } = readTold(await readFile(answersFile, "utf8"));
  for (const other of new Set(others)) context.say(`k6: ${other}`);
  return { loaded, killedAt, told };
}

const idsOf = z.array(z.object({ id: z.string(), tenantId: z.string() }));
const BOOKINGS = `SELECT id, tenant_id AS "tenantId" FROM booking WHERE room_id = $1`;

async function run(context: RunContext): Promise<Verdict> {
  const tokensFile = await prepareTenants(context, 180);
  const [roomId = ""] = await listRooms(context, {
    title: "Three hundred rooms, and a crash",
    kinds: 1,
    quantity: ROOMS,
  });
  context.say(`k6: ${TENANTS} tenants book room ${roomId} at the same moment`);
  const burst = await loadAndKill(context, tokensFile, roomId);
  const { summary } = burst.loaded;
  const tokens = z
    .array(z.string())
    .parse(JSON.parse(await readFile(tokensFile, "utf8")));
  const rows = await askBooking(context.stack, BOOKINGS, [roomId]);
  const broken = [
    ...(await findBroken(context.stack, [roomId], {
      quantity: ROOMS,
      granted: countOf(summary, "bookings_granted"),
      onceEach: true,
      soldOut: true,
    })),
    ...brokenPromises(burst.told, tokens.map(subjectOf), idsOf.parse(rows)),
  ];
  const result: CrashResult = {
    ...resultOf("crash", summary, heldOrBroken(broken), { requests: TENANTS }),
    repeated: countOf(summary, "bookings_repeated"),
  };
  return verdictOf({
    result,
    load: burst.loaded,
    broken,
    failures: [
      ...missed(burst.told, burst.killedAt),
      ...(burst.told.length === TENANTS
        ? []
        : [`${burst.told.length} of ${TENANTS} tenants were heard of`]),
    ],
    notes: [`${result.repeated} requests were sent again with the same key`],
  });
}

/** A process of booking is killed while 1,000 tenants go for 300 rooms: nobody loses a booking or gets two. */
export const crash: Scenario = {
  name: "crash",
  about: `${TENANTS} tenants book a room with ${ROOMS} left, and booking is killed meanwhile`,
  run,
};
