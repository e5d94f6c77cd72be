import type { ComparisonSummary } from '../../report/comparison/comparison-summary-schema.ts';
import { describeRow, nameRow } from '../../report/comparison/describe-row.ts';
import { summaryFacts } from '../comparison/comparison-summary.ts';
import type { TestCase, TestOutcome } from './test-case.ts';

type Row = ComparisonSummary['rows'][number];

const CLASS_NAME = 'palaver.comparison';

/** Skipped: the data neither show nor rule out a change; see the case of the verdict. */
const KINDS: Readonly<Record<Row['outcome'], TestOutcome['kind']>> = {
  slower: 'failure',
  worse: 'failure',
  faster: 'passed',
  better: 'passed',
  equivalent: 'passed',
  inconclusive: 'skipped',
  'not-enough-data': 'error',
};

/** A case per compared metric; if there is none, one with the reason. */
export function comparisonCases(summary: ComparisonSummary): TestCase[] {
  if (summary.rows.length > 0) return summary.rows.map((row) => comparisonCase(row, summary));
  const { status, evidence } = summary;
  const kind = status === 'no-baseline' ? 'skipped' : 'error';
  const outcome = { kind, type: status, message: evidence } as const;
  return [{ name: 'baseline', className: CLASS_NAME, outcome }];
}

/** A metric compared with the baseline: fails if it got worse. */
function comparisonCase(row: Row, summary: ComparisonSummary): TestCase {
  const { outcome } = row;
  return {
    name: nameRow(row),
    className: CLASS_NAME,
    outcome: {
      kind: KINDS[outcome],
      type: outcome,
      message: describeRow(row),
      text: summaryFacts(summary)
        .map(([label, text]) => `${label}: ${text}`)
        .join('\n'),
    },
  };
}
