import type { Labels } from './series.ts';

/** Which series are meant: those that carry all the labels given here. */
export type LabelFilter = Partial<Readonly<Record<keyof Labels, string>>>;

/** The survivors' view (`of`) is never added to the whole: it is meant only where it is asked for. */
export function matchesLabels(labels: Labels, where: LabelFilter): boolean {
  if (labels.of !== where.of) return false;
  for (const name in where) if (labels[name as keyof Labels] !== where[name as keyof Labels]) return false;
  return true;
}
