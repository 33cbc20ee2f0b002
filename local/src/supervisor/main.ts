/**
 * The detached process behind a running stack: `main.ts STACK_FOLDER [--leashed]`. It keeps the stack's processes
 * running and takes orders on a Unix socket that only its user can open.
 */
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { Supervisor } from "./supervisor.js";
import { leashedFlag, socketOf } from "./protocol.js";
import type { Request } from "./protocol.js";

const [stackDir, leashed] = process.argv.slice(2);
if (!stackDir) throw new Error("usage: main.ts STACK_FOLDER [--leashed]");
const socket = socketOf(stackDir);
const supervisor = new Supervisor(stackDir);

function leave(): void {
  rmSync(socket, { force: true });
  process.exit(0);
}

const server = createServer((request, response) => {
  void (async () => {
    const wanted = (await json(request)) as Request;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await supervisor.answer(wanted)), () => {
      if (wanted.do === "shutdown") leave();
    });
  })();
});
const stopAndLeave = (): void => void supervisor.stopAll().then(leave);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, stopAndLeave);
if (leashed === leashedFlag) process.stdin.on("close", stopAndLeave).resume();
// The terminal that `up` ran in may close.
process.on("SIGHUP", () => undefined);

process.umask(0o077);
rmSync(socket, { force: true });
server.listen(socket);
