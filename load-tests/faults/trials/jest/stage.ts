import type { startStack } from "@rentezy/local";
import { whenInterrupted } from "@rentezy/testkit";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { tsImport } from "tsx/esm/api";
import { copyOf } from "../workshop.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** Far from a stack that runs, and from that of the whole-stack tests. */
const DEFAULT_PORT_BASE = 20_080;

/** Copies the sources and starts the copy's own stack; the suite finds both in the environment. */
export async function setStage(): Promise<{ clear: () => Promise<void> }> {
  const portBase = Number(
    process.env["RENTEZY_TRIALS_PORT_BASE"] ?? DEFAULT_PORT_BASE,
  );
  const folder = await copyOf(root);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const launcher = (await tsImport(
      pathToFileURL(join(folder, "local/src/index.ts")).href,
      import.meta.url,
    )) as { readonly startStack: typeof startStack };
    const stack = await launcher.startStack({ portBase, say: console.log });
    process.env["RENTEZY_TRIALS"] = JSON.stringify({ folder, portBase });
    const clear = async () => {
      await stack.down({ wipe: true });
      await remove();
    };
    whenInterrupted(clear);
    return { clear };
  } catch (error) {
    await remove();
    throw error;
  }
}
