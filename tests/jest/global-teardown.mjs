/** Stops the stack that global-setup started and removes its data. */
export default async function globalTeardown() {
  await globalThis.rentezyTestStack?.stop();
}
