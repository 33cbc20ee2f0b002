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

/** A bare import that is not ours stays an import; ours is bundled from source. */
const npmStaysOutside = {
  name: "npm-stays-outside",
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@rentezy/")
        ? undefined
        : { path, external: true },
    );
  },
};

const folders = readdirSync(join(root, "services"))
  .flatMap((name) => [
    join("services", name),
    join("services", name, "emulator"),
  ])
  .filter((folder) => existsSync(join(root, folder, "src/main.ts")));

for (const folder of folders) {
  await build({
    absWorkingDir: root,
    entryPoints: { main: join(folder, "src/main.ts"), preload: "packages/telemetry/src/preload.ts" },
    outdir: join(folder, "dist"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    conditions: ["rentezy-source"],
    plugins: [npmStaysOutside],
    logLevel: "warning",
  });
}
console.log(
  `built ${folders.map((folder) => relative("services", folder)).join(", ")}`,
);
