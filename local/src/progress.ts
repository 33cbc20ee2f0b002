/** Where the long work of `up` tells how far it is; a test passes one that keeps quiet. */
export type Progress = (line: string) => void;

/** Prints each line with the seconds since the command began. */
export function terminalProgress(): Progress {
  const begun = Date.now();
  return (line) => {
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    console.log(`[${seconds.padStart(6)} s] ${line}`);
  };
}

/** Says nothing. */
export const quiet: Progress = () => undefined;

/** Something the person at the terminal can put right; shown without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
