/** How far the sagas are, by the word of Dapr's own API. */
import { fewAtOnce } from "@rentezy/local";
import type { Stack } from "@rentezy/local";
import { bodyOf, createEdge } from "@rentezy/local/client";
import { z } from "zod";
import type { OutboxRow, SagaRow } from "./told.js";

/** Of an instance of which nothing is kept, Dapr tells the id and no status. */
const state = z.object({
  runtimeStatus: z
    .string()
    .optional()
    .transform((status) => status || "GONE"),
});

/** Few enough for a sidecar that has other things to do. */
const AT_ONCE = 8;

const start = z.object({ workflow: z.string(), instanceId: z.string() });

/** Asks the sidecar about every saga that was ordered. */
export async function readSagas(
  { secrets, urls }: Stack,
  outbox: readonly OutboxRow[],
): Promise<SagaRow[]> {
  const edge = createEdge(urls["sidecar:booking"] ?? "");
  const token = secrets["booking-api-token"]?.token ?? "";
  const ordered = outbox.filter(
    ({ destination, type }) => destination === "workflow" && type === "start",
  );
  return fewAtOnce(ordered, AT_ONCE, async ({ bookingId, payload }) => {
    const { instanceId, workflow } = start.parse(payload);
    const path = `/v1.0/workflows/dapr/${instanceId}`;
    const answer = await edge(path, { headers: { "dapr-api-token": token } });
    const { runtimeStatus: status } = bodyOf(path, answer, 200, state);
    return { bookingId, instanceId, workflow, status };
  });
}
