import { buildComparison } from '../report/comparison/build-comparison.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import { readRun } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { comparisonOptions } from '../run/flags/comparison-options.ts';
import { inLibraryTerms } from './in-library-terms.ts';
import { COMPARE_OPTIONS } from './option-tables.ts';
import { readOptions } from './read-options.ts';

/** A run: its report, or the path of its folder or its report.json. Several runs of one version are taken together. */
type Runs = Report | string | readonly (Report | string)[];

export type CompareArguments = readonly [baseline: Runs, candidate: Runs, options?: Readonly<Record<string, unknown>>];

/**
 * Compares two runs, or sets of runs, as `palaver compare` does.
 * @throws KnownError if a report cannot be read, or an option or a metric of `gate` is not valid.
 */
export function compareRuns(...[baseline, candidate, options = {}]: CompareArguments): Comparison {
  try {
    const given = comparisonOptions(readOptions(COMPARE_OPTIONS, options));
    return buildComparison(reportsOf(baseline), reportsOf(candidate), given);
  } catch (error) {
    throw inLibraryTerms(error, Object.keys(COMPARE_OPTIONS));
  }
}

function reportsOf(runs: Runs): readonly Report[] {
  const all = Array.isArray(runs) ? (runs as readonly (Report | string)[]) : [runs as Report | string];
  return all.map((run) => (typeof run === 'string' ? readRun(run) : run));
}
