import { openStack, type Stack } from "@rentezy/local";

/** The stack that the run's global setup started. */
export function testStack(): Promise<Stack> {
  const portBase = Number(process.env["RENTEZY_TEST_STACK"]);
  if (!portBase) {
    throw new Error(
      "run these with `npx jest --selectProjects stack --runInBand`",
    );
  }
  return openStack(portBase);
}
