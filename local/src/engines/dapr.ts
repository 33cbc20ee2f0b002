import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Progress } from "../progress.js";
import { exists } from "./cache.js";
import { buildGoModule } from "./go-module.js";
import { pins } from "./pins.js";
import { engineOnPath, run } from "./run.js";

/** The programs of Dapr that the local stack runs. */
export interface Dapr {
  readonly daprd: string;
  readonly placement: string;
  readonly scheduler: string;
  readonly sentry: string;
}

const { module, version, sum } = pins.dapr;
const programs = ["daprd", "placement", "scheduler", "sentry"] as const;

function programsIn(folder: string): Dapr {
  return {
    daprd: join(folder, "daprd"),
    placement: join(folder, "placement"),
    scheduler: join(folder, "scheduler"),
    sentry: join(folder, "sentry"),
  };
}

/** What only a build with all components contains; a stack with replicas needs it. */
const rareComponent = "components-contrib/nameresolution/sqlite.";

/** Dapr of the PATH: the pinned version, with all components and its control plane beside it. */
async function found(): Promise<Dapr | undefined> {
  const daprd = engineOnPath("daprd");
  if (!daprd) return undefined;
  const dapr = programsIn(dirname(daprd));
  const complete = await Promise.all(Object.values(dapr).map(exists));
  if (complete.includes(false)) return undefined;
  const printed = await run(daprd, ["--version"]).catch(() => "");
  if (printed.trim() !== version) return undefined;
  return (await readFile(daprd)).includes(rareComponent) ? dapr : undefined;
}

/** Dapr's programs: from the PATH if they are the pinned version, else from the cache, else built. */
export async function provisionDapr(say: Progress): Promise<Dapr> {
  const local = await found();
  if (local) return local;
  const folder = await buildGoModule(
    {
      name: "dapr",
      module,
      version,
      sum,
      packages: programs.map((program) => `./cmd/${program}`),
      flags: [
        "-tags",
        "allcomponents",
        "-ldflags",
        `-s -w -X ${module}/pkg/buildinfo.version=${version}`,
      ],
    },
    say,
  );
  return programsIn(folder);
}
