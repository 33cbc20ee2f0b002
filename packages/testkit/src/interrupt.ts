/**
 * Cleans up when the run of tests is interrupted: jest ends without its teardown then, and what runs as a
 * process of its own would stay.
 */
export function whenInterrupted(clean: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void clean().finally(() => process.exit(1));
    });
}
