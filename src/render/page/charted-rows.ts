import type { RowModel } from './page-model.ts';

const MAX_ROWS = 30;

/**
 * The rows that are drawn over time, at most 30, in their order: all that contain others, and as many steps as the limit
 * allows, those with the slowest turns before others.
 */
export function chartedRows(rows: readonly RowModel[]): RowModel[] {
  const byWeight = rows
    .map((row, index) => ({ row, index, weight: weightOf(row) }))
    .sort((left, right) => right.weight - left.weight || left.index - right.index);
  return byWeight
    .slice(0, MAX_ROWS)
    .sort((left, right) => left.index - right.index)
    .map(({ row }) => row);
}

const KIND_WEIGHTS: Readonly<Record<RowModel['kind'], number>> = {
  all: 3e15,
  target: 2e15,
  place: 2e15,
  conversation: 1e15,
  step: 0,
};
/** Slower than any turn that was measured: its p95 is among those that failed. */
const FAILED_MS = 1e12;

function weightOf({ kind, trends }: RowModel): number {
  const turn = trends.find(({ metric }) => metric === 'turn');
  const asked = turn !== undefined && turn.count + turn.failed > 0;
  return KIND_WEIGHTS[kind] + (asked ? (turn.quantiles.p95.value ?? FAILED_MS) : -1);
}
