/**
 * Bundles every service into dist/main.js (and dist/preload.js, which starts tracing before it): its
 * own code and the workspace packages inside, npm dependencies outside, installed beside it. Types
 * are checked by `npm run check:types`.
 */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The folder of an npm package as Node finds it from `folder`; none for Node's own modules. */
const installed = (name, folder) => {
  const found = join(folder, "node_modules", name);
  if (existsSync(found)) return found;
  return dirname(folder) === folder
    ? undefined
    : installed(name, dirname(folder));
};

/**
 * A bare import that is not ours stays an import; ours is bundled from source. So is a package that
 * Node would find in another version, or not at all, from where the bundle stands.
 */
const npmStaysOutside = (folder) => ({
  name: "npm-stays-outside",
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) => {
      if (kind === "entry-point" || path.startsWith("@rentezy/")) return;
      const [name] = /^(@[^/]+\/)?[^/]+/.exec(path);
      const isTheSame =
        installed(name, resolveDir) === installed(name, join(root, folder));
      return isTheSame ? { path, external: true } : undefined;
    });
  },
});

const folders = readdirSync(join(root, "services"))
  .flatMap((name) => [
    join("services", name),
    join("services", name, "emulator"),
  ])
  .filter((folder) => existsSync(join(root, folder, "src/main.ts")));

for (const folder of folders) {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: join(folder, "src/main.ts"),
      preload: "packages/telemetry/src/preload.ts",
    },
    outdir: join(folder, "dist"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    conditions: ["rentezy-source"],
    plugins: [npmStaysOutside(folder)],
    logLevel: "warning",
  });
}
console.log(
  `built ${folders.map((folder) => relative("services", folder)).join(", ")}`,
);
