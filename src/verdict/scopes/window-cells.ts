import { CellStore } from '../../measure/recorder/cell-store.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import type { EncodedCells } from '../../measure/recorder/snapshot-schema.ts';
import type { SeriesKey } from '../../measure/series.ts';
import type { TimeRange } from '../../platform/time/time-range.ts';

/** The cells of one window. Closed, they take about 1 % of the memory; the next sample opens them again. */
export class WindowCells implements TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
  private readonly keys: readonly SeriesKey[];
  private opened: CellStore | undefined;
  private closed: EncodedCells | undefined;

  constructor({ fromMs, toMs }: TimeRange, keys: readonly SeriesKey[]) {
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.keys = keys;
  }

  /** Opens them. */
  get cells(): CellStore {
    if (this.opened) return this.opened;
    this.opened = new CellStore(this.keys);
    if (this.closed) this.opened.addPacked(this.closed);
    this.closed = undefined;
    return this.opened;
  }

  close(): void {
    this.closed = this.encode();
    this.opened = undefined;
  }

  /** Plain data. */
  encode(): EncodedCells {
    return this.closed ?? encodeCells(this.opened?.all() ?? []);
  }
}
