import { LatencyHistogram } from '../histogram/histogram.ts';
import type { Labels } from '../series.ts';
import type { Cell } from './cell.ts';
import type { EncodedCells } from './snapshot-schema.ts';

/** A cell of a snapshot. */
export type PackedCell =
  | ({ readonly kind: 'trend' } & EncodedCells['trends'][number])
  | ({ readonly kind: 'counter' } & EncodedCells['counters'][number])
  | ({ readonly kind: 'censored' } & EncodedCells['censored'][number]);

export function packedCells({ trends, counters, censored }: EncodedCells): PackedCell[] {
  return [
    ...trends.map((cell) => ({ kind: 'trend' as const, ...cell })),
    ...counters.map((cell) => ({ kind: 'counter' as const, ...cell })),
    ...censored.map((cell) => ({ kind: 'censored' as const, ...cell })),
  ];
}

/** The cell with this place as a label, without copying its values; undefined: as labelled. */
export function cellAt(cell: PackedCell, place: string | undefined): PackedCell {
  return place === undefined ? cell : { ...cell, labels: { ...cell.labels, place } };
}

/** Throws a KnownError if a histogram is damaged. */
export function unpackCell(packed: PackedCell): Cell {
  const cell = emptyLike(packed);
  addPackedCell(cell, packed);
  return cell;
}

/** Adds what another shard measured of the same series. Throws a KnownError if a histogram is damaged. */
export function addPackedCell(into: Cell, packed: PackedCell): void {
  if (into.kind === 'trend' && packed.kind === 'trend') {
    into.upper.addPacked(packed.upper);
    if (packed.lower) into.lower?.addPacked(packed.lower);
    return;
  }
  if (into.kind === 'trend' || packed.kind === 'trend') return;
  into.count += packed.count;
  if (into.kind !== 'censored' || packed.kind !== 'censored') return;
  into.shortestUs = Math.min(into.shortestUs, packed.shortestUs);
  if (packed.elapsed) into.elapsed?.addPacked(packed.elapsed);
}

function emptyLike(packed: PackedCell): Cell {
  const base = { excluded: packed.excluded, labels: packed.labels as Labels };
  switch (packed.kind) {
    case 'trend': {
      const lower = packed.lower && new LatencyHistogram();
      return { ...base, kind: 'trend', metric: packed.metric, upper: new LatencyHistogram(), lower };
    }
    case 'counter':
      return { ...base, kind: 'counter', metric: packed.metric, count: 0 };
    case 'censored': {
      const elapsed = packed.elapsed && new LatencyHistogram();
      return {
        ...base,
        kind: 'censored',
        metric: packed.metric,
        count: 0,
        shortestUs: Number.MAX_SAFE_INTEGER,
        elapsed,
      };
    }
  }
}
