/** Pads every cell to the width of its column. The first row has a cell in each. */
export function inColumns(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows[0]?.map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)),
  );
}
