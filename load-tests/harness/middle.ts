/** The one in the middle by a number, the greater of two; undefined when there is none. */
export const middleOf = <Item>(
  items: readonly Item[],
  numberOf: (item: Item) => number,
): Item | undefined =>
  [...items].sort((one, other) => numberOf(one) - numberOf(other))[
    Math.floor(items.length / 2)
  ];

/** The median of numbers, the greater of two in the middle; undefined when there is none. */
export const median = (values: readonly number[]): number | undefined =>
  middleOf(values, (value) => value);
