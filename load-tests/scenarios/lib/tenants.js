import { tokens } from "./settings.js";

/** How many tenants one virtual user speaks for: none of them shall come too often for the gateway. */
const OWN = 10;

const own = [];

/**
 * The token of the next tenant in turn. A virtual user keeps its own few, because reading one from what
 * all of them share means parsing it, and k6 has the processors in common with what it measures.
 */
export function nextToken() {
  const turn = __ITER % OWN;
  own[turn] ??= tokens[((__VU - 1) * OWN + turn) % tokens.length];
  return own[turn];
}
