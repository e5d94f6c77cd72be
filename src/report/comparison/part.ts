import type { Metrics } from '../metric-schema.ts';
import type { Report } from '../report.ts';

/** A part of a run; an absent key means all of them. A report has no conversations and steps of a place. */
export interface ReportPart {
  /** Of the load generators. */
  readonly place?: string;
  readonly target?: string;
  readonly conversation?: string;
  readonly step?: string;
}

export function partKey({ place, target, conversation, step }: ReportPart): string {
  return JSON.stringify([target, conversation, step, ...(place === undefined ? [] : [place])]);
}

/**
 * The parts of a run with their own numbers: the whole run first; last each place, and each target from there. A run with one
 * target does not name it, so that two endpoints with different names can be compared.
 */
export function partsOf({ groups, targets, places = [] }: Pick<Report, 'groups' | 'targets' | 'places'>): ReportPart[] {
  const several = targets.length > 1;
  const parts = groups.map(({ target, conversation, step }) => ({
    ...(several && { target }),
    ...(conversation !== undefined && { conversation }),
    ...(step !== undefined && { step }),
  }));
  // With a single target, its group equals the whole run.
  const ofPlaces = places.flatMap(({ place, targets: from = [] }) => [
    { place },
    ...from.map(({ target }) => ({ place, target })),
  ]);
  return [{}, ...parts.filter((part) => Object.keys(part).length > 0), ...ofPlaces];
}

/** The metrics of the run of this part; undefined if it has no such part. */
export function metricsAt(
  { metrics, groups, places = [] }: Pick<Report, 'metrics' | 'groups' | 'places'>,
  part: ReportPart,
): Metrics | undefined {
  if (Object.keys(part).length === 0) return metrics;
  if (part.place !== undefined) {
    const there = places.find(({ place }) => place === part.place);
    if (part.target === undefined) return there?.metrics;
    return there?.targets?.find(({ target }) => target === part.target)?.metrics;
  }
  return groups.find(
    ({ target, conversation, step }) =>
      (part.target === undefined || part.target === target) && part.conversation === conversation && part.step === step,
  )?.metrics;
}
