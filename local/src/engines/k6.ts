import { join } from "node:path";
import type { Progress } from "../progress.js";
import { buildGoModule } from "./go-module.js";
import { pins } from "./pins.js";
import { engineOnPath } from "./run.js";

/** The k6 program: from the PATH, else from the cache, else built with Go. */
export async function provisionK6(say: Progress): Promise<string> {
  const local = engineOnPath("k6");
  if (local) return local;
  return join(
    await buildGoModule({ name: "k6", ...pins.k6, packages: ["."] }, say),
    "k6",
  );
}
