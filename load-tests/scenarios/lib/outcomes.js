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

/** No answer but those that a booking has, and none lost. */
export const noneWrong = { bookings_wrong: ["count==0"] };

/** Nor one that asks to come again. */
export const noneBusy = { bookings_busy: ["count==0"] };

/**
 * k6 exports the figures of a part of a run only where a threshold names them. These cannot be crossed
 * by what they count; they make it known.
 * @param by what the part is told by: `scenario:steady`
 */
export const exported = (by) =>
  Object.fromEntries(
    [
      ["http_reqs", "count>=0"],
      ["http_req_duration", "max>=0"],
      ["dropped_iterations", "count>=0"],
      ["bookings_granted", "count>=0"],
      ["bookings_refused", "count>=0"],
      ["bookings_busy", "count>=0"],
      ["bookings_wrong", "count>=0"],
    ].map(([metric, always]) => [`${metric}{${by}}`, [always]]),
  );

/** Options of every script: the figures that are read, and no tags beside those that tell them apart. */
export const measures = {
  summaryTrendStats: ["med", "p(95)", "p(99)", "max"],
  systemTags: ["scenario"],
};
