import { tsImport } from "tsx/esm/api";

/** Starts the engines that service tests share; their addresses travel in the environment. */
export default async function globalSetup() {
  const { startEngines } = await tsImport("./engines.ts", import.meta.url);
  globalThis.rentezyTestEngines = await startEngines();
}
