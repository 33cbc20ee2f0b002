/** Stripe's own mock: the shapes and parameters of its OpenAPI, built from the Go module registry and cached for every clone. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { eventually } from "@rentezy/testkit";

const VERSION = "0.203.0";
const run = promisify(execFile);

export interface StripeMockFiles {
  readonly program: string;
  /** Stripe's OpenAPI description, as JSON. */
  readonly openApi: string;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Builds stripe-mock unless it is there already. Needs Go. */
export async function provideStripeMock(): Promise<StripeMockFiles> {
  const { RENTEZY_CACHE, XDG_CACHE_HOME } = process.env;
  const cache =
    RENTEZY_CACHE ??
    join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "rentezy");
  const folder = join(cache, "engines", `stripe-mock-${VERSION}`);
  const files = {
    program: join(folder, "stripe-mock"),
    openApi: join(folder, "spec3.json"),
  };
  if ((await exists(files.program)) && (await exists(files.openApi)))
    return files;

  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(`${folder}.`);
  const { stdout } = await run(
    "go",
    ["mod", "download", "-json", `github.com/stripe/stripe-mock@v${VERSION}`],
    { cwd: building },
  );
  const { Dir: source } = JSON.parse(stdout) as { Dir: string };
  // The module ships a vendor folder without the code in it.
  const flags = [
    "-mod=mod",
    "-trimpath",
    "-ldflags",
    `-X main.version=${VERSION}`,
  ];
  await run(
    "go",
    ["build", ...flags, "-o", join(building, "stripe-mock"), "."],
    { cwd: source },
  );
  await copyFile(
    join(source, "embedded/openapi/spec3.json"),
    join(building, "spec3.json"),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(building, folder);
  return files;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

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
