import type { MatrixPlace } from '../../model/parameters';
import type { Range } from './share';

/** Matrices of one shape, and where each lies in the flat vector of parameters. */
export interface MatrixStack {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: readonly number[];
}

/** Puts matrices of one shape together, in the order in which the shapes come. */
export function stacksOf(matrices: readonly MatrixPlace[]): MatrixStack[] {
  const byShape = new Map<string, MatrixStack & { readonly offsets: number[] }>();
  for (const { rows, columns, offset } of matrices) {
    const shape = `${rows}×${columns}`;
    const stack = byShape.get(shape) ?? { rows, columns, offsets: [] };
    stack.offsets.push(offset);
    byShape.set(shape, stack);
  }
  return [...byShape.values()];
}

/** What lies beside the matrices. */
export function rangesBeside(matrices: readonly MatrixPlace[], length: number): Range[] {
  const ranges: Range[] = [];
  let begin = 0;
  for (const { offset, rows, columns } of matrices.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > begin) ranges.push([begin, offset]);
    begin = offset + rows * columns;
  }
  if (length > begin) ranges.push([begin, length]);
  return ranges;
}
