/** A table of lines: each column as wide as its widest cell, and all of it cut to the line. */
export function table(rows: readonly (readonly string[])[], width?: number): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  fit(widths, width);
  return rows.map((row) =>
    row
      .map((cell, column) => cut(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

const GAP = '  ';
/** What still tells two cells apart. */
const NARROWEST = 8;

/** Takes from the widest column, again and again, until the line fits. */
function fit(widths: number[], width = Infinity): void {
  const gaps = GAP.length * (widths.length - 1);
  for (let over = widths.reduce((one, other) => one + other, gaps) - width; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= NARROWEST) return;
    widths[widest] = now - 1;
  }
}

function cut(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell.padEnd(width);
}
