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

/** Where a process of the stack listens; a name that is not there fails the test. */
export function urlOf(stack: Stack, name: string): string {
  const url = stack.urls[name];
  if (url === undefined) throw new Error(`no address of ${name}`);
  return url;
}

/** Reads one secret of the stack; a name that is not there fails the test. */
export function secretOf(stack: Stack, name: string, key: string): string {
  const value = stack.secrets[name]?.[key];
  if (value === undefined) throw new Error(`no secret ${name}.${key}`);
  return value;
}
