import { problem, type Problem } from "@rentezy/contracts";
import type { z } from "zod";
import type { Sidecar, SidecarRequest } from "./sidecar.js";

/** A callee refused: its problem, or what stands for one when the sidecars themselves refused. */
export class InvocationRefused extends Error {
  override readonly name = "InvocationRefused";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Invocation<Schema extends z.ZodType> {
  readonly appId: string;
  readonly method: SidecarRequest["method"];
  /** Path at the callee, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly reply: Schema;
  readonly timeoutMs?: number;
}

function readProblem(text: string): Problem | undefined {
  try {
    return problem.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Calls an operation of another service through both sidecars and checks its answer.
 *
 * @throws InvocationRefused when the callee or a sidecar answers with an error status.
 */
export async function invoke<Schema extends z.ZodType>(
  sidecar: Sidecar,
  call: Invocation<Schema>,
): Promise<z.infer<Schema>> {
  const reply = await sidecar.send({
    method: call.method,
    path: `/v1.0/invoke/${call.appId}/method${call.path}`,
    ...(call.body !== undefined && { body: call.body }),
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
  });
  if (reply.status >= 200 && reply.status < 300)
    return call.reply.parse(JSON.parse(reply.text));
  const refused = readProblem(reply.text);
  throw new InvocationRefused(
    reply.status,
    refused?.code ?? "DAPR.INVOCATION_FAILED",
    `${call.appId} answered ${reply.status}: ${refused?.detail ?? refused?.title ?? reply.text.slice(0, 300)}`,
  );
}
