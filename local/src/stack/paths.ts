import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top folder of the clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The folders of one stack. */
export interface StackPaths {
  readonly stack: string;
  readonly data: string;
  readonly logs: string;
  readonly run: string;
  readonly secrets: string;
  readonly secretsFile: string;
}

/** The folder that holds everything of the stack on this port base. */
export function stackDirOf(portBase: number): string {
  return join(root, ".rentezy", String(portBase));
}

export function stackPaths(stack: string): StackPaths {
  return {
    stack,
    data: join(stack, "data"),
    logs: join(stack, "logs"),
    run: join(stack, "run"),
    secrets: join(stack, "secrets"),
    secretsFile: join(stack, "secrets", "secrets.json"),
  };
}

/** A process's log; a name such as `sidecar:booking` becomes a file name that every system takes. */
export function logFileOf(logs: string, name: string): string {
  return join(logs, `${name.replaceAll(":", "-")}.log`);
}
