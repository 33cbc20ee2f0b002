import { findBroken } from "./invariants.js";
import { load } from "./load.js";
import { listRooms, prepareTenants, TENANTS } from "./prepare.js";
import { resultOf } from "./result.js";
import type { Ground, Scenario, Verdict } from "./scenario.js";
import { countOf } from "./summary.js";
import { verdictOf } from "./verdict.js";

const ROOMS = 10;

async function run(ground: Ground): Promise<Verdict> {
  const tokensFile = await prepareTenants(ground, 60);
  const [roomId = ""] = await listRooms(ground, {
    title: "Ten rooms, a thousand wishes",
    kinds: 1,
    quantity: ROOMS,
  });
  ground.say(`k6: ${TENANTS} tenants book room ${roomId} at the same moment`);
  const loaded = await load(ground, "contention", {
    TOKENS_FILE: tokensFile,
    ROOM_ID: roomId,
    ROOMS: String(ROOMS),
  });
  const broken = await findBroken(ground.stack, [roomId], {
    quantity: ROOMS,
    granted: countOf(loaded.summary, "bookings_granted"),
    onceEach: true,
    soldOut: true,
  });
  const result = resultOf(
    "contention",
    loaded.summary,
    broken.length === 0 ? "held" : "broken",
    { requests: TENANTS },
  );
  const { granted, refused, errors } = result;
  const counts =
    granted === ROOMS && refused === TENANTS - ROOMS && errors === 0;
  return verdictOf({
    result,
    load: loaded,
    broken,
    failures: counts
      ? []
      : [`${granted} granted, ${refused} refused, ${errors} errors`],
  });
}

/** 1,000 tenants, 10 rooms, one moment: exactly 10 bookings and 990 clear refusals. */
export const contention: Scenario = {
  name: "contention",
  about: `${TENANTS} tenants book a room with ${ROOMS} left at the same moment`,
  run,
};
