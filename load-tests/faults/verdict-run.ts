/** Whether a run was one that shows anything: people booked, got answers, and every fault of the plan happened. */
import type { Violation } from "./verdict.js";

/** Name -> how many. */
export type Counts = Readonly<Record<string, number>>;

/** How a run went, as those saw it who made it. */
export interface Course {
  /** Kind of fault -> how often it was planned, and happened. */
  readonly planned: Counts;
  readonly happened: Counts;
  /** Bookings that clients were told of. */
  readonly bookings: number;
  /** Requests without an answer in a minute of asking. */
  readonly unanswered: number;
  /** Answers that nothing excuses, in words. */
  readonly wrong: readonly string[];
  /** What was still under way when the time to rest was over, in words. */
  readonly left: readonly string[];
}

/** No fault lasts for long; so many requests, of a thousand bookings, may be unlucky all the same. */
const MOST_UNANSWERED = 10;

const shows = ({ planned, happened, bookings }: Course): string[] => [
  ...(bookings === 0 ? ["nobody booked anything"] : []),
  ...Object.keys(planned)
    .filter((kind) => !happened[kind])
    .map((kind) => `${kind} was planned and never happened`),
];

function answers({ wrong, unanswered, bookings }: Course): string[] {
  const most = Math.ceil((bookings / 1_000) * MOST_UNANSWERED);
  return unanswered > most
    ? [...wrong, `${unanswered} requests had no answer in a minute`]
    : [...wrong];
}

/** Judges how the run went; what it left behind is judged by `judge`. */
export function judgeRun(course: Course): Violation[] {
  const found: Readonly<Record<string, readonly string[]>> = {
    run: shows(course),
    answers: answers(course),
    quiet: course.left.map((what) => `${what} were still under way`),
  };
  return Object.entries(found).flatMap(([rule, broken]) =>
    broken.map((what) => ({ rule, what })),
  );
}
