/** Runs Stripe's own mock: the shapes and parameters of its OpenAPI. */
import { type ChildProcess, spawn } from "node:child_process";
import type { StripeMockFiles } from "@rentezy/local/engines";
import { eventually, freePort } from "@rentezy/testkit";

export interface StripeMock {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => child.once("exit", () => resolve()));

/** Runs stripe-mock until closed. */
export async function startStripeMock({
  program,
}: StripeMockFiles): Promise<StripeMock> {
  const port = await freePort();
  const child = spawn(program, ["-http-addr", `127.0.0.1:${port}`], {
    stdio: "ignore",
  });
  const exit = ended(child);
  await eventually(() => fetch(`http://127.0.0.1:${port}/`));
  return {
    port,
    close: async () => {
      child.kill();
      await exit;
    },
  };
}
