import { tsImport } from "tsx/esm/api";

/** Starts the whole stack on ports and data of its own; the suites find it by its port base. */
export default async function globalSetup() {
  const { startTestStack } = await tsImport("./stack.ts", import.meta.url);
  globalThis.rentezyTestStack = await startTestStack();
}
