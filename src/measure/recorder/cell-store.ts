import { LatencyHistogram } from '../histogram/histogram.ts';
import { INTERRUPTED } from '../interruption.ts';
import { BOUNDED_TRENDS } from '../metrics.ts';
import type { SeriesKey } from '../series.ts';
import type { Cell } from './cell.ts';

/** The cells of some series, made on first use. */
export class CellStore {
  private readonly keys: readonly SeriesKey[];
  private readonly leftOut: true | undefined;
  private readonly cells: (Cell | undefined)[] = [];
  /** How many there are. */
  size = 0;

  /** `leftOut`: of a time that the load leaves out of its numbers. */
  constructor(keys: readonly SeriesKey[], leftOut?: true) {
    this.keys = keys;
    this.leftOut = leftOut;
  }

  /**
   * Adds what a sample says (see `SampleSink`) to the series at that place of the keys. Returns whether a value had to be
   * clamped. Throws on an unknown series or a value that is no number: both are bugs.
   */
  append(place: number, lo: number, hi: number): boolean {
    const cell = this.cells[place] ?? this.make(place);
    if (cell.kind === 'trend') {
      const clampedAbove = cell.upper.record(Math.ceil(hi));
      const clampedBelow = cell.lower?.record(Math.floor(lo)) ?? false;
      return clampedAbove || clampedBelow;
    }
    if (!Number.isInteger(lo)) throw new RangeError(`series ${place} was counted up by ${lo}`);
    cell.count += lo;
    if (cell.kind === 'counter') return false;
    cell.shortestUs = Math.min(cell.shortestUs, Math.floor(hi));
    return cell.elapsed?.record(Math.floor(hi)) ?? false;
  }

  all(): Cell[] {
    return this.cells.filter((cell) => cell !== undefined);
  }

  private make(place: number): Cell {
    const key = this.keys[place];
    if (!key) throw new RangeError(`there is no series ${place}`);
    this.size += 1;
    const made = newCell(key, this.leftOut);
    this.cells[place] = made;
    return made;
  }
}

function newCell({ kind, metric: name, labels }: SeriesKey, leftOut: true | undefined): Cell {
  const metric = name as never;
  if (kind === 'counter') return { kind, metric, labels, leftOut, count: 0 };
  if (kind === 'censored') {
    const elapsed = labels.reason === INTERRUPTED ? new LatencyHistogram() : undefined;
    return { kind, metric, labels, leftOut, count: 0, shortestUs: Number.MAX_SAFE_INTEGER, elapsed };
  }
  const lower = BOUNDED_TRENDS.has(metric) ? new LatencyHistogram() : undefined;
  return { kind, metric, labels, leftOut, upper: new LatencyHistogram(), lower };
}
