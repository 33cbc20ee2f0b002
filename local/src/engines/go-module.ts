import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { engineCache, exists, withLock } from "./cache.js";
import { onPath, run } from "./run.js";

export interface GoBuild {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly sum: string;
  readonly packages: readonly string[];
  readonly flags?: readonly string[];
  /** Files of the module that are kept beside its programs. */
  readonly files?: readonly string[];
}

interface Downloaded {
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

function findGo(wantedFor: string): string {
  const go = onPath("go");
  if (go) return go;
  throw new UserError(
    `Go is missing, and building ${wantedFor} needs it: install Go 1.26 or newer from go.dev/dl or your package manager ` +
      "(it is needed once; what it builds is cached)",
  );
}

/** The source of a module, checked against the pinned h1 sum. */
async function download(go: string, build: GoBuild): Promise<string> {
  const wanted = `${build.module}@v${build.version}`;
  // Outside any module, so that no go.mod near the clone takes part.
  const listed = await run(go, ["mod", "download", "-json", wanted], {
    cwd: tmpdir(),
  });
  const { Dir, Sum, Error: failure } = JSON.parse(listed) as Downloaded;
  if (failure || !Dir)
    throw new UserError(`cannot download ${wanted}: ${failure ?? "no folder"}`);
  if (Sum !== build.sum)
    throw new UserError(
      `${wanted} has the sum ${Sum ?? "none"}, the pinned one is ${build.sum}; it is not built`,
    );
  return Dir;
}

async function compile(
  go: string,
  build: GoBuild,
  folder: string,
  say: Progress,
): Promise<void> {
  const source = await download(go, build);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.`);
  let compiled = 0;
  const ticker = setInterval(
    () => say(`${build.name}: compiling, ${compiled} packages done`),
    15_000,
  );
  try {
    const flags = ["-mod=readonly", "-trimpath", "-v", ...(build.flags ?? [])];
    // The module's own folder: its replace directives count only there, and its go.sum pins the rest.
    await run(go, ["build", ...flags, "-o", `${partial}/`, ...build.packages], {
      cwd: source,
      env: { ...process.env, CGO_ENABLED: "0" },
      onLine: () => compiled++,
    });
    for (const file of build.files ?? [])
      await copyFile(join(source, file), join(partial, basename(file)));
    await rename(partial, folder);
  } finally {
    clearInterval(ticker);
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * The folder with the programs of a pinned Go module, built on first use. Go's own environment
 * (GOPROXY, GOFLAGS, GOTOOLCHAIN) is the person's and left as it is.
 */
export async function buildGoModule(
  build: GoBuild,
  say: Progress,
): Promise<string> {
  const folder = join(engineCache(), `${build.name}-${build.version}`);
  if (await exists(folder)) return folder;
  return withLock(build.name, say, async () => {
    if (await exists(folder)) return folder;
    const go = findGo(build.name);
    say(
      `${build.name} ${build.version}: building with Go (some minutes the first time)`,
    );
    await compile(go, build, folder, say);
    say(`${build.name} ${build.version}: built`);
    return folder;
  });
}
