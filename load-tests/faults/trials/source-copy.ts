/** A copy of the clone to break, so that nobody's working tree is touched. */
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  symlink,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

const MODULES = "node_modules";

/** What is made, not written; a copy makes its own. */
const MADE = new Set([
  MODULES,
  ".git",
  ".rentezy",
  "dist",
  "coverage",
  "results",
]);

/** The scope of the workspaces: links that lead from each clone to its own sources. */
const WORKSPACES = "@rentezy";

/** Gives the copy the installed packages, but not the original's workspaces. */
async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from))
    if (name === WORKSPACES)
      await cp(join(from, name), join(to, name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    else await symlink(join(from, name), join(to, name));
}

/** Copies a clone's sources, edited as they may be, into a new folder of the temp folder. */
export async function copyOf(root: string): Promise<string> {
  const folder = await mkdtemp(
    join(await realpath(tmpdir()), "rentezy-trials-"),
  );
  // PostgreSQL, which is not run as root, must get to its data.
  await chmod(folder, 0o755);
  const packages: string[] = [];
  const isSource = (path: string): boolean => {
    if (basename(path) === MODULES) packages.push(path);
    return !MADE.has(basename(path));
  };
  await cp(root, folder, { recursive: true, filter: isSource });
  for (const path of packages)
    await linkPackages(path, join(folder, relative(root, path)));
  return folder;
}
