import { tsImport } from "tsx/esm/api";

/** Starts a stack of a copy of the sources, in which the suite removes what it likes. */
export default async function globalSetup() {
  const { setStage } = await tsImport("./stage.ts", import.meta.url);
  globalThis.rentezyTrials = await setStage();
}
