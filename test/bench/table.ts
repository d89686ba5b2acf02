/** What stands in a table's cell; undefined is an empty one. */
export type Cell = string | number | undefined;

/** Prints rows below the names of their columns, text to the left and numbers to the right. */
export function printTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const lines = [columns, ...rows.map((row) => columns.map((_, index) => String(row[index] ?? '')))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)));
  const isNumeric = columns.map((_, index) => index > 0 && rows.every((row) => isNumber(row[index])));
  for (const line of lines) {
    const cells = widths.map((width, index) =>
      isNumeric[index] === true ? (line[index] ?? '').padStart(width) : (line[index] ?? '').padEnd(width),
    );
    console.log(`  ${cells.join('   ').trimEnd()}`);
  }
  console.log();
}

function isNumber(cell: Cell): boolean {
  return cell === undefined || /^[\d.,]*( ?[×x%]| MB| ms| s)?$/.test(String(cell));
}

/** A ratio as it is printed: "1.25×". */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
