/** A table's cell: a column of numbers (`-` for none) stands right, text stands left. */
export type Cell = string | number;

const isNumeric = (cell: Cell | undefined) => typeof cell === 'number' || cell === '-';

/**
 * Writes rows in columns, two spaces apart, indented by two.
 *
 * @param heads one head a column
 */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const numeric = heads.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column])));
  const write = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) =>
        numeric[column]
          ? String(cell).padStart(widths[column] ?? 0)
          : String(cell).padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [heads, ...rows].map((cells) => `  ${write(cells)}\n`).join('');
}
