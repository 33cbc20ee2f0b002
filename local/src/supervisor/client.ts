import { request } from "node:http";
import { json } from "node:stream/consumers";
import { UserError } from "../progress.js";
import type { ProcessStatus } from "./managed-process.js";
import type { Reply, Request } from "./protocol.js";
import { socketOf } from "./protocol.js";

/** Asks the supervisor of a stack; every answer tells all its processes. Throws a UserError if it refuses or is gone. */
export async function ask(
  stackDir: string,
  wanted: Request,
  signal?: AbortSignal,
): Promise<ProcessStatus[]> {
  const reply = await new Promise<Reply>((resolve, reject) => {
    const body = JSON.stringify(wanted);
    const sent = request(
      {
        socketPath: socketOf(stackDir),
        path: "/",
        method: "POST",
        ...(signal && { signal }),
      },
      (response) => {
        json(response).then((value) => resolve(value as Reply), reject);
      },
    );
    sent.once("error", () =>
      reject(new UserError(`the stack in ${stackDir} is stopped: npm run up`)),
    );
    sent.end(body);
  });
  if ("error" in reply) throw new UserError(reply.error);
  return reply.processes;
}

/** How long a supervisor may take to tell what runs, in milliseconds. One that is paused never does. */
const LIST_MS = 10_000;

/** The processes of a stack, or undefined when no supervisor answers in time or it is stopping them. */
export async function listProcesses(
  stackDir: string,
  withinMs = LIST_MS,
): Promise<ProcessStatus[] | undefined> {
  const signal = AbortSignal.timeout(withinMs);
  return ask(stackDir, { do: "list" }, signal).catch(() => undefined);
}
