import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import type { Load } from "./load.js";
import { listRooms, prepareTenants, TENANTS } from "./prepare.js";
import { idleIn, readServed, servedBetween } from "./replicas.js";
import type { Served } from "./replicas.js";
import { heldOrBroken, resultOf } from "./result.js";
import type { Result } from "./result.js";
import type { RunContext, Scenario, Verdict } from "./scenario.js";
import { countOf, timesOf } from "./summary.js";
import { verdictOf } from "./verdict.js";

const ROOMS = 10;
const LONE_REQUESTS = 300;

interface ContentionResult extends Result {
  /** Processes of booking, each of which served a part of the crowd. */
  readonly replicas: number;
  /** Of requests for the sold-out room that came one after the other, when the crowd had gone. */
  readonly loneP50Ms: number;
  readonly loneP99Ms: number;
}

/** Everybody at once; what each replica of booking served of it. */
async function burst(
  context: RunContext,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly crowd: Load; readonly served: Served }> {
  context.say(
    `k6: ${TENANTS} tenants book room ${env.ROOM_ID} at the same moment`,
  );
  const before = await readServed(context.stack);
  const crowd = await load(context, "contention", env);
  const served = servedBetween(before, await readServed(context.stack));
  return { crowd, served };
}

const servedInWords = (served: Served): string =>
  Object.entries(served)
    .map(([name, count]) => `${name} served ${count}`)
    .join(", ");

/** What is not as many as there must be, in words. */
function miscounts({ granted, refused, errors }: Result): string[] {
  const right =
    granted === ROOMS && refused === TENANTS - ROOMS && errors === 0;
  return right
    ? []
    : [`${granted} granted, ${refused} refused, ${errors} errors`];
}

async function run(context: RunContext): Promise<Verdict> {
  const tokensFile = await prepareTenants(context, 60);
  const [roomId = ""] = await listRooms(context, {
    title: "Ten rooms, a thousand wishes",
    kinds: 1,
    quantity: ROOMS,
  });
  const env = { TOKENS_FILE: tokensFile, ROOM_ID: roomId };
  const { crowd, served } = await burst(context, {
    ...env,
    ROOMS: String(ROOMS),
  });
  const { summary } = crowd;
  context.say(`k6: ${LONE_REQUESTS} tenants ask for it, one after the other`);
  const lone = await load(context, "lone", {
    ...env,
    REQUESTS: String(LONE_REQUESTS),
  });
  const broken = await findBroken(context.stack, [roomId], {
    quantity: ROOMS,
    granted: countOf(summary, "bookings_granted"),
    onceEach: true,
    soldOut: true,
  });
  const alone = timesOf(lone.summary, "http_req_duration");
  const result: ContentionResult = {
    ...resultOf("contention", summary, heldOrBroken(broken), {
      requests: TENANTS,
    }),
    replicas: Object.keys(served).length,
    loneP50Ms: alone.p50Ms,
    loneP99Ms: alone.p99Ms,
  };
  return verdictOf({
    result,
    load: crowd,
    broken,
    failures: [
      ...miscounts(result),
      ...idleIn(served),
      ...lone.crossed.map((one) => `alone, ${one}`),
    ],
    notes: [
      `${servedInWords(served)}; a lone request took ${alone.p50Ms} ms (p50), ${alone.p99Ms} ms (p99)`,
    ],
  });
}

/** 1,000 tenants, 10 rooms, one moment: exactly 10 bookings and 990 clear refusals. */
export const contention: Scenario = {
  name: "contention",
  about: `${TENANTS} tenants book a room with ${ROOMS} left at the same moment`,
  run,
};
