import { request } from "node:http";
import { json } from "node:stream/consumers";
import type { ProcessStatus } from "./managed-process.js";
import type { Reply, Request } from "./protocol.js";
import { socketOf } from "./protocol.js";

/** Asks the supervisor of a stack; every answer tells all its processes. Throws if it refuses or is gone. */
export async function ask(
  stackDir: string,
  wanted: Request,
): Promise<ProcessStatus[]> {
  const reply = await new Promise<Reply>((resolve, reject) => {
    const body = JSON.stringify(wanted);
    const sent = request(
      { socketPath: socketOf(stackDir), path: "/", method: "POST" },
      (response) => {
        json(response).then((value) => resolve(value as Reply), reject);
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
  if ("error" in reply) throw new Error(reply.error);
  return reply.processes;
}

/** The processes of a stack, or undefined when no supervisor answers. */
export async function listProcesses(
  stackDir: string,
): Promise<ProcessStatus[] | undefined> {
  return ask(stackDir, { do: "list" }).catch(() => undefined);
}
