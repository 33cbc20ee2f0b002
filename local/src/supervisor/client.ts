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
): Promise<ProcessStatus[]> {
  const reply = await new Promise<Reply>((resolve, reject) => {
    const body = JSON.stringify(wanted);
    const sent = request(
      { socketPath: socketOf(stackDir), path: "/", method: "POST" },
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

/** The processes of a stack, or undefined when no supervisor answers or it is stopping them. */
export async function listProcesses(
  stackDir: string,
): Promise<ProcessStatus[] | undefined> {
  return ask(stackDir, { do: "list" }).catch(() => undefined);
}
