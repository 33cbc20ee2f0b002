import { instant, uuid } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import {
  operation,
  pageOf,
  pageQuery,
  toPage,
  type Access,
  type Operation,
} from "@rentezy/http";
import { z } from "zod";
import { replayLetter, type HandleAgain } from "./replay.js";
import { listWaiting, type StoredLetter } from "./store.js";

const operators = {
  kind: "user",
  roles: ["admin"],
} as const satisfies Access;

const letterView = z.object({
  id: uuid,
  eventId: z.string().nullable(),
  topic: z.string(),
  type: z.string(),
  reason: z.string(),
  attempts: z.int().nullable(),
  event: z.unknown(),
  failedAt: instant,
  replayedAt: instant.nullable(),
});

const view = (letter: StoredLetter) => ({
  ...letter,
  failedAt: letter.failedAt.toISOString(),
  replayedAt: letter.replayedAt?.toISOString() ?? null,
});

const listOperation = (dataSource: DataSource) =>
  operation({
    method: "get",
    path: "/api/dead-letters",
    summary:
      "Events that could not be handled and were not replayed, newest first",
    access: operators,
    query: pageQuery,
    replies: { 200: pageOf(letterView) },
    handler: async ({ query }) => {
      const letters = await listWaiting(dataSource, query);
      return { status: 200, body: toPage(letters.map(view), query.limit) };
    },
  });

const replayOperation = (dataSource: DataSource, handleAgain: HandleAgain) => {
  const replay = replayLetter(dataSource, handleAgain);
  return operation({
    method: "post",
    path: "/api/dead-letters/:id/replay",
    summary: "Handle an event again; answers when its effect has happened",
    access: operators,
    params: z.object({ id: uuid }),
    replies: { 200: z.object({ deadLetter: letterView }) },
    handler: async ({ params }) => ({
      status: 200,
      body: { deadLetter: view(await replay(params.id)) },
    }),
  });
};

/** What operators can do with the dead letters of a service. */
export const deadLetterOperations = (
  dataSource: DataSource,
  handleAgain: HandleAgain,
): readonly Operation[] => [
  listOperation(dataSource),
  replayOperation(dataSource, handleAgain),
];
