/** Everybody wants the same ten rooms at the same moment: ten get one, all others are told so. */
import exec from "k6/execution";
import { book } from "./lib/booking.js";
import { count, exactly, summaryTrendStats } from "./lib/outcomes.js";
import { moveInDate, roomId, tokens } from "./lib/settings.js";

const rooms = Number(__ENV.ROOMS ?? 10);

export const options = {
  scenarios: {
    contention: {
      executor: "per-vu-iterations",
      vus: tokens.length,
      iterations: 1,
      maxDuration: "2m",
    },
  },
  thresholds: exactly({ granted: rooms, refused: tokens.length - rooms }),
  summaryTrendStats,
};

export default function () {
  const token = tokens[exec.vu.idInTest - 1];
  count(book(token, { roomId, moveInDate }));
}
