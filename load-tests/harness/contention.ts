import {
  addRoom,
  createEdge,
  createProperty,
  nextMonth,
  publish,
  readStock,
} from "@rentezy/local/client";
import type { CallEdge } from "@rentezy/local/client";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signedIn } from "./accounts.js";
import { runK6 } from "./k6.js";
import { resultOf } from "./result.js";
import type { Ground, Scenario, Verdict } from "./scenario.js";
import { brokenInvariants, readRoomFacts } from "./stock.js";

const TENANTS = 1000;
const ROOMS = 10;

const LISTED_WITHIN_MS = 60_000;

/** Publishes a listing with the rooms that everybody will want, and waits until they can be booked. */
async function listRoom(edge: CallEdge, token: string): Promise<string> {
  const title = "Ten rooms, a thousand wishes";
  const propertyId = await createProperty(edge, token, title);
  const roomId = await addRoom(edge, token, propertyId, {
    name: "The room that everybody wants",
    rentPaise: 1_500_000,
    depositPaise: 3_000_000,
    quantity: ROOMS,
  });
  await publish(edge, token, propertyId);
  const deadline = Date.now() + LISTED_WITHIN_MS;
  while ((await readStock(edge, roomId))?.availableQuantity !== ROOMS) {
    if (Date.now() > deadline)
      throw new Error(`room ${roomId} cannot be booked after a minute`);
    await sleep(200);
  }
  return roomId;
}

interface Prepared {
  readonly roomId: string;
  readonly tokensFile: string;
}

async function prepare({ stack, folder, say }: Ground): Promise<Prepared> {
  const edge = createEdge(stack.urls.gateway ?? "");
  const landlords = join(folder, "landlords.json");
  const [landlord] = await signedIn(edge, "landlord", 1, landlords, say);
  const file = join(folder, "tenants.json");
  const tenants = await signedIn(edge, "tenant", TENANTS, file, say);
  say(`${tenants.length} tenants are signed in`);
  const tokensFile = join(folder, "tokens.json");
  const tokens = tenants.map(({ accessToken }) => accessToken);
  await writeFile(tokensFile, JSON.stringify(tokens), { mode: 0o600 });
  const roomId = await listRoom(edge, landlord?.accessToken ?? "");
  say(`a new room with ${ROOMS} left is listed: ${roomId}`);
  return { roomId, tokensFile };
}

async function run(ground: Ground): Promise<Verdict> {
  const { stack, folder, say } = ground;
  const { roomId, tokensFile } = await prepare(ground);
  say(`k6: ${TENANTS} tenants book it at the same moment`);
  const { summary, thresholdsHeld } = await runK6(
    "contention",
    {
      BASE_URL: stack.urls.gateway ?? "",
      TOKENS_FILE: tokensFile,
      ROOM_ID: roomId,
      ROOMS: String(ROOMS),
      MOVE_IN_DATE: nextMonth(),
    },
    join(folder, "summary.json"),
    say,
  );
  const databaseUrl = stack.secrets.booking?.DATABASE_URL ?? "";
  const broken = brokenInvariants(
    await readRoomFacts(databaseUrl, roomId),
    ROOMS,
  );
  const held = broken.length === 0 ? "held" : "broken";
  const result = resultOf("contention", summary, TENANTS, held);
  const { granted, refused, errors } = result;
  const counts =
    granted === ROOMS && refused === TENANTS - ROOMS && errors === 0;
  return {
    result,
    failures: [
      ...(counts
        ? []
        : [`${granted} granted, ${refused} refused, ${errors} errors`]),
      ...(thresholdsHeld ? [] : ["k6: a threshold was crossed"]),
      ...broken.map((invariant) => `database: ${invariant}`),
    ],
  };
}

/** 1,000 tenants, 10 rooms, one moment: exactly 10 bookings and 990 clear refusals. */
export const contention: Scenario = {
  name: "contention",
  about: `${TENANTS} tenants book a room with ${ROOMS} left at the same moment`,
  run,
};
