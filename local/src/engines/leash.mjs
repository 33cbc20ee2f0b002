/**
 * Runs an engine that must not outlive who started it: `leash.mjs JSON`. Its standard input stays open
 * as long as the starter lives; even after SIGKILL the system closes it. In a session of its own, it is
 * out of reach of the Ctrl-C that ends the starter. Plain JavaScript, for it starts in no time.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const patienceMs = 10_000;

const { command, args, stopSignal, discard, ...options } = JSON.parse(
  process.argv[2] ?? "",
);
const engine = spawn(command, args, {
  ...options,
  stdio: ["ignore", "inherit", "inherit"],
});
engine.once("error", (error) => {
  console.error(error);
  process.exit(1);
});
engine.once("exit", (code) => {
  if (discard) rmSync(discard, { recursive: true, force: true });
  process.exit(code ?? 1);
});

function stop() {
  engine.kill(stopSignal);
  setTimeout(() => engine.kill("SIGKILL"), patienceMs);
}
process.stdin.once("close", stop).resume();
process.once("SIGTERM", stop);
