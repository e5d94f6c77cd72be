import { explainVerdict } from '../../report/explain-verdict.ts';
import type { Report } from '../../report/report.ts';
import { reasonTexts, statusName, verdictName } from '../verdict-words.ts';
import type { TestCase, TestOutcome } from './test-case.ts';

type Verdict = Report['verdict'];

const KINDS: Readonly<Record<Verdict['status'], TestOutcome['kind']>> = {
  pass: 'passed',
  fail: 'failure',
  regression: 'failure',
  'too-few-turns': 'error',
  'no-data': 'error',
  // Regardless of thresholds: the run is not the planned one, or its numbers are not reliable.
  incomplete: 'error',
  invalid: 'error',
  inconclusive: 'error',
  'not-enough-data': 'error',
  'not-comparable': 'error',
};

/** The run as a whole: it passes where palaver ends with 0. */
export function verdictCase(report: Report): TestCase {
  const { verdict, run } = report;
  const { status, exitCode } = verdict;
  return {
    name: 'verdict',
    className: 'palaver.run',
    durationMs: run.durationMs,
    outcome: {
      kind: KINDS[status],
      type: statusName(status).replaceAll(' ', '-'),
      message: `${verdictName(verdict)}, exit code ${exitCode}: ${explainVerdict(report)}`,
      text: reasonTexts(verdict)
        .map((text) => `- ${text}`)
        .join('\n'),
    },
  };
}
