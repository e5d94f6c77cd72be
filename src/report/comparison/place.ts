import type { Metrics } from '../metric-schema.ts';
import type { Report } from '../report.ts';

/** A part of a scenario; an absent key means all of them. */
export interface ReportPlace {
  readonly target?: string;
  readonly conversation?: string;
  readonly step?: string;
}

export function placeKey({ target, conversation, step }: ReportPlace): string {
  return JSON.stringify([target, conversation, step]);
}

/**
 * The places of a run with their own numbers, the whole run first. A run with one target does not name it, so that two
 * endpoints with different names can be compared.
 */
export function placesOf({ groups, targets }: Pick<Report, 'groups' | 'targets'>): ReportPlace[] {
  const several = targets.length > 1;
  const places = groups.map(({ target, conversation, step }) => ({
    ...(several && { target }),
    ...(conversation !== undefined && { conversation }),
    ...(step !== undefined && { step }),
  }));
  // With a single target, its group equals the whole run.
  return [{}, ...places.filter((place) => Object.keys(place).length > 0)];
}

/** The metrics of the run at this place; undefined if it has no such place. */
export function metricsAt(
  { metrics, groups }: Pick<Report, 'metrics' | 'groups'>,
  place: ReportPlace,
): Metrics | undefined {
  if (Object.keys(place).length === 0) return metrics;
  return groups.find(
    ({ target, conversation, step }) =>
      (place.target === undefined || place.target === target) &&
      place.conversation === conversation &&
      place.step === step,
  )?.metrics;
}
