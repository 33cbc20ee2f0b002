import { describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("interrupt.ts", import.meta.url));

/** Runs `start` in a process of its own, interrupts it when it says `when`, and returns all that it said. */
async function interruptedAt(when: string, start: string): Promise<string[]> {
  const program = `
    import { startUntilInterrupted } from ${JSON.stringify(source)};
    const stop = async () => console.log("stopped");
    setInterval(() => undefined, 1_000);
    await startUntilInterrupted((signal) => {
      console.log("starting");
      const later = (act) => setTimeout(act, 50);
      return new Promise((resolve, reject) => { ${start} });
    }, stop);
    console.log("started");`;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program],
    { stdio: ["ignore", "pipe", "ignore"], env: { PATH: process.env["PATH"] } },
  );
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.endsWith(`${when}\n`)) child.kill("SIGTERM");
  });
  const [code] = (await once(child, "close")) as [number | null];
  expect(code).toBe(1);
  return said.trim().split("\n");
}

describe("what is started until the process is interrupted", () => {
  it("is stopped", async () => {
    const said = await interruptedAt("started", "resolve();");
    expect(said).toEqual(["starting", "started", "stopped"]);
  });

  it("gives up while it is being started, and has the time to put away what it has begun", async () => {
    const said = await interruptedAt(
      "starting",
      `signal.addEventListener("abort", () => later(() => {
        console.log("put away");
        reject(signal.reason);
      }));`,
    );
    expect(said).toEqual(["starting", "put away"]);
  });

  it("is stopped when it came up all the same", async () => {
    const said = await interruptedAt(
      "starting",
      `signal.addEventListener("abort", () => later(resolve));`,
    );
    expect(said).toContain("stopped");
  });
});
