import { Counter } from "k6/metrics";

const counters = {
  granted: new Counter("bookings_granted"),
  refused: new Counter("bookings_refused"),
  error: new Counter("bookings_wrong"),
};

/** Counts an outcome; the others count nothing, so that each counter exists and can be judged. */
export function count(outcome) {
  for (const [name, counter] of Object.entries(counters))
    counter.add(name === outcome ? 1 : 0);
}

/** Thresholds for exactly so many of each, and not one reply lost or failed. */
export const exactly = ({ granted, refused }) => ({
  bookings_granted: [`count==${granted}`],
  bookings_refused: [`count==${refused}`],
  bookings_wrong: ["count==0"],
  http_reqs: [`count==${granted + refused}`],
  http_req_failed: ["rate==0"],
});

/** The figures that the harness reads. */
export const summaryTrendStats = ["med", "p(95)", "p(99)", "max"];
