import type { Snapshot, TimelineStep } from './snapshot-schema.ts';

type SnapshotLabels = Snapshot['trends'][number]['labels'];

/** A unique text per series, for lookup and sorting. */
export function cellKey({ metric, labels, excluded }: Keyed): string {
  const { target, conversation, step, position, reason, of, place } = labels;
  return JSON.stringify([metric, target, conversation, step, position, reason, of, place, excluded ?? false]);
}

interface Keyed {
  readonly metric: string;
  readonly labels: SnapshotLabels;
  readonly excluded?: boolean | undefined;
}

/** A unique text per part of the turns in a timeline block. */
export function stepKey({
  target,
  conversation,
  step,
}: Pick<TimelineStep, 'target' | 'conversation' | 'step'>): string {
  return JSON.stringify([target, conversation, step]);
}

/** Compares code units: the order does not depend on the locale. */
export function compareKeys(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
