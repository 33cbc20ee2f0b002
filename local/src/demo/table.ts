import { inColumns } from "../columns.js";

/** Lines of a table whose columns are as wide as what they hold, its head ruled off. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const [titles = [], ...cells] = inColumns([head, ...rows]);
  const rule = titles.map((title) => "─".repeat(title.length));
  return [titles, rule, ...cells].map((line) => line.join("   ").trimEnd());
}
