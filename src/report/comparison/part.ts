import type { Metrics } from '../metric-schema.ts';
import type { Report } from '../report.ts';

/** A part of a scenario; an absent key means all of them. */
export interface ReportPart {
  readonly target?: string;
  readonly conversation?: string;
  readonly step?: string;
}

export function partKey({ target, conversation, step }: ReportPart): string {
  return JSON.stringify([target, conversation, step]);
}

/**
 * The parts of a run with their own numbers, the whole run first. A run with one target does not name it, so that two
 * endpoints with different names can be compared.
 */
export function partsOf({ groups, targets }: Pick<Report, 'groups' | 'targets'>): ReportPart[] {
  const several = targets.length > 1;
  const parts = groups.map(({ target, conversation, step }) => ({
    ...(several && { target }),
    ...(conversation !== undefined && { conversation }),
    ...(step !== undefined && { step }),
  }));
  // With a single target, its group equals the whole run.
  return [{}, ...parts.filter((part) => Object.keys(part).length > 0)];
}

/** The metrics of the run of this part; undefined if it has no such part. */
export function metricsAt(
  { metrics, groups }: Pick<Report, 'metrics' | 'groups'>,
  part: ReportPart,
): Metrics | undefined {
  if (Object.keys(part).length === 0) return metrics;
  return groups.find(
    ({ target, conversation, step }) =>
      (part.target === undefined || part.target === target) && part.conversation === conversation && part.step === step,
  )?.metrics;
}
