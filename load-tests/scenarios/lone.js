/** One tenant after the other asks for a room that is sold out: what an answer takes without a crowd. */
import { book } from "./lib/booking.js";
import { count, exactly, measures } from "./lib/outcomes.js";
import { moveInDate, number, roomIds } from "./lib/settings.js";
import { nextToken } from "./lib/tenants.js";

const requests = number("REQUESTS", 300);

export const options = {
  scenarios: {
    lone: {
      executor: "shared-iterations",
      vus: 1,
      iterations: requests,
      maxDuration: "2m",
    },
  },
  thresholds: exactly({ granted: 0, refused: requests }),
  ...measures,
};

export default function () {
  // Each in turn: alone, one of them would soon come too often for the gateway.
  count(book(nextToken(), { roomId: roomIds[0], moveInDate }));
}
