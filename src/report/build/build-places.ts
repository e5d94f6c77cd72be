import type { LabelFilter } from '../../measure/label-filter.ts';
import type { Readings } from '../../measure/readings.ts';
import type { Report } from '../report.ts';
import type { RunFacts } from '../run-facts.ts';
import { buildGroupMetrics } from './build-metrics.ts';

type ReportPlaces = NonNullable<Report['places']>;

/** Durations of the measurement, ms: of all targets, and of each of them. */
interface Measured {
  readonly wholeMs: number;
  readonly ofTargetMs: number;
}

/** The metrics of each place, and of each target from there; undefined if no place is named. */
export function buildPlaces(
  readings: Readings,
  targets: readonly string[],
  places: RunFacts['places'],
  { wholeMs, ofTargetMs }: Measured,
): ReportPlaces | undefined {
  if (!places) return undefined;
  return places.names.map((place) => {
    // Where all of the run is at one place, its series need no label.
    const where: LabelFilter = places.several ? { place } : {};
    const byTarget = targets.map((target) => ({
      target,
      metrics: buildGroupMetrics(readings, { ...where, target }, ofTargetMs),
    }));
    return {
      place,
      metrics: buildGroupMetrics(readings, where, wholeMs),
      ...(targets.length > 1 && { targets: byTarget }),
    };
  });
}
