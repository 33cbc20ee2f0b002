import { startUntilInterrupted } from "@rentezy/local";
import type { Stack, startStack } from "@rentezy/local";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { tsImport } from "tsx/esm/api";
import { copyOf } from "../source-copy.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Far from a stack that runs, and from that of the whole-stack tests. */
const DEFAULT_PORT_BASE = 20_080;

interface Stage {
  readonly stack: Stack;
  readonly folder: string;
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true });

/** Copies the sources and starts the copy's own stack; neither is left if that fails or is aborted. */
async function build(portBase: number, signal: AbortSignal): Promise<Stage> {
  const folder = await copyOf(root);
  try {
    const launcher = (await tsImport(
      pathToFileURL(join(folder, "local/src/index.ts")).href,
      import.meta.url,
    )) as { readonly startStack: typeof startStack };
    const say = console.log;
    const stack = await launcher.startStack({ portBase, say, signal });
    return { stack, folder };
  } catch (error) {
    await remove(folder);
    throw error;
  }
}

/** A copy of the sources with a stack of its own; the suite finds both in the environment. */
export async function setStage(): Promise<{ clear: () => Promise<void> }> {
  const portBase = Number(
    process.env["RENTEZY_TRIALS_PORT_BASE"] ?? DEFAULT_PORT_BASE,
  );
  const clear = await startUntilInterrupted(
    async (signal) => {
      const stage = await build(portBase, signal);
      const { folder } = stage;
      process.env["RENTEZY_TRIALS"] = JSON.stringify({ folder, portBase });
      return stage;
    },
    async ({ stack, folder }) => {
      await stack.down({ wipe: true });
      await remove(folder);
    },
  );
  return { clear };
}
