import { buildComparison, type ComparisonOptions } from '../../src/report/comparison/build-comparison.ts';
import type { Comparison } from '../../src/report/comparison/comparison-schema.ts';
import { DEFAULT_GATES } from '../../src/report/comparison/gate.ts';
import { type ComparedRun, comparedReport } from './compared-report.ts';

const OPTIONS: ComparisonOptions = {
  margin: { relative: 0.1, absoluteMs: 50 },
  shareMargin: 0.01,
  gates: DEFAULT_GATES,
  failOnInconclusive: false,
  palaver: '0.1.0',
};

/** Of a run with one whose second step is slower and sometimes fails; `runs` of them a side. */
export function sampleComparison(runs = 1, rest: Partial<ComparedRun> = {}): Comparison {
  const reports = (side: string, first: number, more: Partial<ComparedRun> = {}) =>
    Array.from({ length: runs }, (_, index) =>
      comparedReport({ id: `${side}-${index + 1}`, seed: first + index, ...rest, ...more }),
    );
  return buildComparison(reports('base', 1), reports('candidate', 101, { secondStep: 1.4, failEach: 45 }), OPTIONS);
}
