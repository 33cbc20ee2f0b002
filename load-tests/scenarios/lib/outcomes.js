import { Counter } from "k6/metrics";

const counters = {
  granted: new Counter("bookings_granted"),
  refused: new Counter("bookings_refused"),
  /** Asked to come again, which only overload allows. */
  busy: new Counter("bookings_busy"),
  error: new Counter("bookings_wrong"),
};

/** Counts an outcome. Thresholds judge a counter that was never touched too, as 0. */
export function count(outcome) {
  counters[outcome].add(1);
}

/** Thresholds for exactly so many of each, and not one reply lost or failed. */
export const exactly = ({ granted, refused }) => ({
  bookings_granted: [`count==${granted}`],
  bookings_refused: [`count==${refused}`],
  bookings_wrong: ["count==0"],
  http_reqs: [`count==${granted + refused}`],
  http_req_failed: ["rate==0"],
});

/** Options of every script: the figures that are read, and no tags beside those that tell them apart. */
export const measures = {
  summaryTrendStats: ["med", "p(95)", "p(99)", "max"],
  systemTags: ["scenario"],
};
