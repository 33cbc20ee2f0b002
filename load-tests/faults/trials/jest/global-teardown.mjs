/** Stops that stack and deletes the copy. */
export default async function globalTeardown() {
  await globalThis.rentezyTrials?.clear();
}
