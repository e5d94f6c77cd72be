import type { Snapshot, TimelineStep } from './snapshot-schema.ts';

type SnapshotLabels = Snapshot['trends'][number]['labels'];

/** One text per series, for matching and sorting. */
export function cellKey({ metric, labels, leftOut }: Keyed): string {
  const { target, conversation, step, position, reason, of } = labels;
  return JSON.stringify([metric, target, conversation, step, position, reason, of, leftOut ?? false]);
}

interface Keyed {
  readonly metric: string;
  readonly labels: SnapshotLabels;
  readonly leftOut?: boolean | undefined;
}

/** The same for a step of a timeline block. */
export function stepKey({
  target,
  conversation,
  step,
}: Pick<TimelineStep, 'target' | 'conversation' | 'step'>): string {
  return JSON.stringify([target, conversation, step]);
}

/** Compares code units: the same order on every machine, whatever its locale. */
export function compareKeys(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
