/** How far the sagas are, by the word of Dapr's own API. */
import { fewAtOnce } from "@rentezy/local";
import type { Stack } from "@rentezy/local";
import type { Answer } from "@rentezy/local/client";
import { createEdge } from "@rentezy/local/client";
import { z } from "zod";
import type { OutboxRow, SagaRow } from "./told.js";

const ERROR_TYPE = "dapr.workflow.failure.error_type";
const state = z.object({
  runtimeStatus: z.string(),
  properties: z.object({ [ERROR_TYPE]: z.string().optional() }).optional(),
});
const unknown = z.object({ errorCode: z.literal("ERR_INSTANCE_ID_NOT_FOUND") });

/** Few enough for a sidecar that has other things to do. */
const AT_ONCE = 8;

const start = z.object({ workflow: z.string(), instanceId: z.string() });

/** An instance that Dapr cannot read is noted as such; the others are read all the same. */
export function statusOf({ status, body }: Answer): string {
  if (unknown.safeParse(body).success) return "GONE";
  const told = state.safeParse(body);
  if (status !== 200 || !told.success) return "UNREADABLE";
  const { runtimeStatus, properties } = told.data;
  return properties?.[ERROR_TYPE] === "NonDeterminismError"
    ? "UNREPLAYABLE"
    : runtimeStatus;
}

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
    return { bookingId, workflow, status: statusOf(answer) };
  });
}
