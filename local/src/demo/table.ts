/** Lines of a table whose columns are as wide as what they hold. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("   ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width));
  return [line(head), line(rule), ...rows.map(line)];
}
