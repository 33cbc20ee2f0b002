/** Everybody wants the same ten rooms at the same moment: ten get one, all others are told so. */
import exec from "k6/execution";
import { book } from "./lib/booking.js";
import { count, exactly, measures } from "./lib/outcomes.js";
import { moveInDate, number, roomIds, tokens } from "./lib/settings.js";

const rooms = number("ROOMS", 10);

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
  ...measures,
};

export default function () {
  const token = tokens[exec.vu.idInTest - 1];
  count(book(token, { roomId: roomIds[0], moveInDate }));
}
