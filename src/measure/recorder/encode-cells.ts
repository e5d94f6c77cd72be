import type { LatencyHistogram } from '../histogram/histogram.ts';
import type { Cell } from './cell.ts';
import { cellKey, compareKeys } from './cell-key.ts';
import { packedCells, unpackCell } from './packed-cell.ts';
import type { EncodedCells } from './snapshot-schema.ts';

/** Cells as plain data, sorted: equal cells give equal data. */
export function encodeCells(cells: readonly Cell[]): EncodedCells {
  const sorted = sortedByKey(cells);
  return {
    trends: sorted.flatMap((cell) =>
      cell.kind === 'trend'
        ? [{ ...identityOf(cell), metric: cell.metric, upper: cell.upper.pack(), ...lowerOf(cell.lower) }]
        : [],
    ),
    counters: sorted.flatMap((cell) =>
      cell.kind === 'counter' ? [{ ...identityOf(cell), metric: cell.metric, count: cell.count }] : [],
    ),
    censored: sorted.flatMap((cell) =>
      cell.kind === 'censored'
        ? [
            {
              ...identityOf(cell),
              metric: cell.metric,
              count: cell.count,
              shortestUs: cell.shortestUs,
              ...(cell.elapsed && { elapsed: cell.elapsed.pack() }),
            },
          ]
        : [],
    ),
  };
}

/** Throws a KnownError if a histogram is damaged. */
export function decodeCells(cells: EncodedCells): Cell[] {
  return packedCells(cells).map(unpackCell);
}

function sortedByKey(cells: readonly Cell[]): Cell[] {
  const keyed = cells.map((cell) => ({ key: cellKey(cell), cell }));
  return keyed.sort((left, right) => compareKeys(left.key, right.key)).map(({ cell }) => cell);
}

function identityOf({ labels, excluded }: Cell): {
  labels: EncodedCells['trends'][0]['labels'];
  excluded?: true;
} {
  return { labels: { ...labels }, ...(excluded && { excluded }) };
}

function lowerOf(lower: LatencyHistogram | undefined) {
  return lower ? { lower: lower.pack() } : {};
}
