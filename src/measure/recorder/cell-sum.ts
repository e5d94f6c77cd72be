import type { Cell } from './cell.ts';
import { cellKey } from './cell-key.ts';
import { addPackedCell, cellAt, packedCells, unpackCell } from './packed-cell.ts';
import type { EncodedCells } from './snapshot-schema.ts';

/** The sum of the cells of several shards, series by series. */
export class CellSum {
  private readonly cells = new Map<string, Cell>();

  /** `place`: where all of them were measured, default: as labelled. Throws a KnownError if a histogram is damaged. */
  add(cells: EncodedCells, place?: string): void {
    for (const packed of packedCells(cells)) {
      const cell = cellAt(packed, place);
      const key = `${cell.kind} ${cellKey(cell)}`;
      const known = this.cells.get(key);
      if (known) addPackedCell(known, cell);
      else this.cells.set(key, unpackCell(cell));
    }
  }

  /** Not copied. */
  all(): Iterable<Cell> {
    return this.cells.values();
  }
}
