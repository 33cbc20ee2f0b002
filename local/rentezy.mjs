/**
 * The one entry point of `npm run up`, `down`, `demo`, `test` and the rest. It must work in a fresh
 * clone, so it uses nothing but Node's own modules until the dependencies are installed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const oldestNode = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (
  major < oldestNode[0] ||
  (major === oldestNode[0] && minor < oldestNode[1])
) {
  console.error(
    `RentEzy needs Node ${oldestNode.join(".")} or newer; this is ${process.versions.node}.\n` +
      "Get a newer one from nodejs.org, your package manager, or a version manager such as nvm or fnm.",
  );
  process.exit(1);
}

/** What a lock file says is installed: folder -> version, less what is for other platforms. */
function packagesIn(file) {
  const entries = Object.entries(
    JSON.parse(readFileSync(file, "utf8")).packages,
  );
  const wanted = entries.filter(
    ([, { optional, devOptional, peer }]) => !optional && !devOptional && !peer,
  );
  return wanted.map(([folder, { version, link }]) => [
    folder,
    link ? "link" : version,
  ]);
}

/** Compares what is installed with what should be; times of files say little after a checkout. */
function isInstalled() {
  const written = join(root, "node_modules/.package-lock.json");
  if (!existsSync(written)) return false;
  const installed = new Map(packagesIn(written));
  const wanted = packagesIn(join(root, "package-lock.json"));
  return wanted.every(
    ([folder, version]) =>
      !folder.includes("node_modules/") || installed.get(folder) === version,
  );
}

/** What only looks at a running stack or stops it must not wait for an installation. */
const lightCommands = ["down", "status", "logs", "stop", "start", "kill"];
const usable =
  lightCommands.includes(process.argv[2]) &&
  existsSync(join(root, "node_modules/tsx"));

if (!usable && !isInstalled()) {
  const begun = Date.now();
  console.log("installing dependencies (npm ci) ...");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], {
        cwd: root,
        stdio: "inherit",
      })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit" });
  if (result.status !== 0) {
    console.error("npm ci failed; what it printed above says why.");
    process.exit(result.status ?? 1);
  }
  console.log(
    `dependencies installed in ${Math.round((Date.now() - begun) / 1000)} s`,
  );
}

const { register } = await import("tsx/esm/api");
register();
const { main } = await import(
  pathToFileURL(join(root, "local/src/cli.ts")).href
);
await main(process.argv.slice(2));
