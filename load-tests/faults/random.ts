/** All chance of a run, from one seed: the same seed gives the same plan, and people choose the same. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Random {
  /** A whole number between both, which are possible. */
  readonly between: (least: number, most: number) => number;
  /** All of them, in another order. */
  readonly shuffled: <Item>(items: readonly Item[]) => Item[];
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const between = (least: number, most: number) =>
    uniformInt(generator, least, most);
  return {
    between,
    shuffled: (items) => {
      const left = [...items];
      return items.flatMap(() => left.splice(between(0, left.length - 1), 1));
    },
  };
}
