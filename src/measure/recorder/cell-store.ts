import { LatencyHistogram } from '../histogram/histogram.ts';
import { INTERRUPTED } from '../interruption.ts';
import { BOUNDED_TRENDS } from '../metrics.ts';
import type { SeriesKey } from '../series.ts';
import type { Cell } from './cell.ts';
import { cellKey } from './cell-key.ts';
import { addPackedCell, type PackedCell, packedCells } from './packed-cell.ts';
import type { EncodedCells } from './snapshot-schema.ts';

/** The cells of series, created on first use. */
export class CellStore {
  private readonly keys: readonly SeriesKey[];
  private readonly excluded: true | undefined;
  private readonly cells: (Cell | undefined)[] = [];
  /** Number of cells. */
  size = 0;

  /** `excluded`: for times that are not measured. */
  constructor(keys: readonly SeriesKey[], excluded?: true) {
    this.keys = keys;
    this.excluded = excluded;
  }

  /**
   * Adds a sample (see `SampleSink`) to the series at index `index` of the keys. Returns whether a value was clamped. Throws for
   * an unknown series or a value that is not a number (bugs).
   */
  append(index: number, lo: number, hi: number): boolean {
    const cell = this.cells[index] ?? this.make(index);
    if (cell.kind === 'trend') {
      const clampedAbove = cell.upper.record(Math.ceil(hi));
      const clampedBelow = cell.lower?.record(Math.floor(lo)) ?? false;
      return clampedAbove || clampedBelow;
    }
    if (!Number.isInteger(lo)) throw new RangeError(`series ${index} was counted up by ${lo}`);
    cell.count += lo;
    if (cell.kind === 'counter') return false;
    cell.shortestUs = Math.min(cell.shortestUs, Math.floor(hi));
    return cell.elapsed?.record(Math.floor(hi)) ?? false;
  }

  /**
   * Adds what another shard has of the same series. Throws for an unknown series, and a KnownError if a histogram is damaged.
   */
  addPacked(cells: EncodedCells): void {
    const indexes = new Map(this.keys.map((key, index) => [nameOf(key), index]));
    for (const cell of packedCells(cells)) {
      const index = indexes.get(nameOf(cell)) ?? -1;
      addPackedCell(this.cells[index] ?? this.make(index), cell);
    }
  }

  all(): Cell[] {
    return this.cells.filter((cell) => cell !== undefined);
  }

  private make(index: number): Cell {
    const key = this.keys[index];
    if (!key) throw new RangeError(`there is no series ${index}`);
    this.size += 1;
    const made = newCell(key, this.excluded);
    this.cells[index] = made;
    return made;
  }
}

const nameOf = (of: SeriesKey | PackedCell) => `${of.kind} ${cellKey({ metric: of.metric, labels: of.labels })}`;

function newCell({ kind, metric: name, labels }: SeriesKey, excluded: true | undefined): Cell {
  const metric = name as never;
  if (kind === 'counter') return { kind, metric, labels, excluded, count: 0 };
  if (kind === 'censored') {
    const elapsed = labels.reason === INTERRUPTED ? new LatencyHistogram() : undefined;
    return { kind, metric, labels, excluded, count: 0, shortestUs: Number.MAX_SAFE_INTEGER, elapsed };
  }
  const lower = BOUNDED_TRENDS.has(metric) ? new LatencyHistogram() : undefined;
  return { kind, metric, labels, excluded, upper: new LatencyHistogram(), lower };
}
