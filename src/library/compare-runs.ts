import { KnownError } from '../platform/known-error.ts';
import { buildComparison } from '../report/comparison/build-comparison.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import { readRun, toReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { comparisonOptions } from '../run/flags/comparison-options.ts';
import { inLibraryTerms } from './in-library-terms.ts';
import { COMPARE_OPTIONS } from './option-tables.ts';
import { readOptions } from './read-options.ts';
import { kindOfValue } from './read-settings.ts';

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
    return buildComparison(reportsOf(baseline, 'baseline'), reportsOf(candidate, 'candidate'), given);
  } catch (error) {
    throw inLibraryTerms(error, Object.keys(COMPARE_OPTIONS));
  }
}

function reportsOf(runs: Runs, side: string): readonly Report[] {
  const all: readonly unknown[] = Array.isArray(runs) ? runs : [runs];
  return all.map((run) => {
    if (typeof run === 'string') return readRun(run);
    if (typeof run === 'object' && run !== null)
      return toReport(run, side, 'use a report as run or readReport returned it');
    throw new KnownError(`${side} must be a report or its path, or a list of them (got ${kindOfValue(run)})`);
  });
}
