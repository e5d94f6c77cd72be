import type { Labels } from './series.ts';

/** Selects the series that have all the given labels. */
export type LabelFilter = Partial<Readonly<Record<keyof Labels, string>>>;

/** Series with the label `of` duplicate values of others, so they match only if the filter has it. */
export function matchesLabels(labels: Labels, where: LabelFilter): boolean {
  if (labels.of !== where.of) return false;
  for (const name in where) if (labels[name as keyof Labels] !== where[name as keyof Labels]) return false;
  return true;
}
