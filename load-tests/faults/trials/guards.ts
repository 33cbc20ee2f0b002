/** What keeps the promises, and how each is removed: as somebody would who thinks that it is not needed. */
import type { Edit } from "./edits.js";

export interface Guard {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** What people do that goes wrong without it, whoever is faster. */
  readonly behaviours: readonly string[];
  /** Rules of the verdict that cannot hold without it. */
  readonly rules: readonly string[];
}

const EVENTS = "packages/events/src";
const BOOKING = "services/booking/src";

/** Rooms are paid, given back and paid too late. */
const ALL_SORTS = ["cancels while paying", "pays after the end"];

/**
 * Removed one after the other; the sources of each are put back, but what it did to the stack's data is not. So the
 * order matters: the dropped constraint is missing in what comes after it, and without the watchdog, which is the
 * last, much is left undone that the next run would find.
 */
export const guards: readonly Guard[] = [
  {
    // Its effects still happen once: the state machine hears every fact twice without harm.
    name: "the record of event ids",
    edits: [
      {
        file: `${EVENTS}/inbox.ts`,
        find: `INSERT INTO processed_event (event_id, type) VALUES ($1, $2)
     ON CONFLICT (event_id) DO NOTHING RETURNING event_id`,
        replace: "SELECT $1::uuid, $2::text",
      },
    ],
    behaviours: ALL_SORTS,
    rules: ["effect"],
  },
  {
    name: "the refund of late payments",
    edits: [
      {
        file: `${BOOKING}/domain/booking.ts`,
        find: `return status === "cancelled"
    ? {`,
        replace: `return false
    ? {`,
      },
    ],
    // Nobody pays in time, so that the few rooms go from hand to hand, and the money for each comes when another has it.
    behaviours: ["pays after the end"],
    rules: ["money"],
  },
  {
    // The row is written on its own, half a second later, as one would who wants to answer sooner.
    name: "the transaction around state and outbox",
    edits: [
      {
        file: `${EVENTS}/outbox.ts`,
        find: "await manager.query(",
        replace: `setTimeout(
      (sql: string, values: unknown[]) => void manager.connection.query(sql, values),
      500,
`,
      },
    ],
    behaviours: ALL_SORTS,
    rules: ["history"],
  },
  {
    name: "the check that a booking still holds its room",
    edits: [
      {
        file: `${BOOKING}/domain/booking.ts`,
        find: `return holdsRoom(status)
    ? {`,
        replace: `return true
    ? {`,
      },
    ],
    // The page's end is heard twice, as an answer and as an event; the stock is wrong too where both find a room held.
    behaviours: ["cancels at the edge of the hold"],
    rules: ["history"],
  },
  {
    // Two layers: the statement does not ask for more than there is, and the row refuses it if it does.
    name: "the stock constraint, with the condition that keeps from it",
    edits: [
      {
        file: `${BOOKING}/persistence/migrations.ts`,
        find: "export const migrations = [",
        replace: `class DropStock1900000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE room_inventory DROP CONSTRAINT room_inventory_stock");
  }
  async down(): Promise<void> {}
}
export const migrations = [
  DropStock1900000000000,`,
      },
      {
        file: `${BOOKING}/persistence/grants.ts`,
        find: "WHERE bookable AND turn <= available_quantity ORDER",
        replace: "WHERE bookable ORDER",
      },
    ],
    behaviours: ALL_SORTS,
    rules: ["stock"],
  },
  {
    // Holds end all the same: the watch over sagas does what is most needed without the engine.
    name: "the watchdog of the workflow worker",
    edits: [
      {
        file: "packages/dapr/src/workflow.ts",
        find: "while (!stopping.signal.aborted) {",
        replace: "{",
      },
    ],
    behaviours: ALL_SORTS,
    rules: ["delivery", "saga"],
  },
];
