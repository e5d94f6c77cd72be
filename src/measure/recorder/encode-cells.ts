import { LatencyHistogram } from '../histogram/histogram.ts';
import type { Labels } from '../series.ts';
import type { Cell } from './cell.ts';
import { cellKey, compareKeys } from './cell-key.ts';
import type { EncodedCells } from './snapshot-schema.ts';

/** Cells as plain data, sorted: equal cells give equal data. */
export function encodeCells(cells: readonly Cell[]): EncodedCells {
  const sorted = sortedByKey(cells);
  return {
    trends: sorted.flatMap((cell) =>
      cell.kind === 'trend'
        ? [{ ...identityOf(cell), metric: cell.metric, upper: cell.upper.encode(), ...lowerOf(cell.lower) }]
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
              ...(cell.elapsed && { elapsed: cell.elapsed.encode() }),
            },
          ]
        : [],
    ),
  };
}

/** Throws a KnownError if a histogram is damaged. */
export function decodeCells({ trends, counters, censored }: EncodedCells): Cell[] {
  return [
    ...trends.map(
      (cell): Cell => ({
        kind: 'trend',
        metric: cell.metric,
        labels: cell.labels as Labels,
        excluded: cell.excluded,
        upper: LatencyHistogram.decode(cell.upper),
        lower: cell.lower && LatencyHistogram.decode(cell.lower),
      }),
    ),
    ...counters.map((cell): Cell => ({ kind: 'counter', ...cell, labels: cell.labels as Labels })),
    ...censored.map(
      (cell): Cell => ({
        kind: 'censored',
        ...cell,
        labels: cell.labels as Labels,
        elapsed: cell.elapsed && LatencyHistogram.decode(cell.elapsed),
      }),
    ),
  ];
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
  return lower ? { lower: lower.encode() } : {};
}
