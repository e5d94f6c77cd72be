import type { Report } from '../../report/report.ts';
import { exitMeaning } from '../verdict-words.ts';
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
export function verdictCase({ verdict, run }: Report): TestCase {
  const { status, exitCode, reasons } = verdict;
  const meaning = exitMeaning(verdict);
  const listed = reasons.map(({ kind, text }) => `- ${kind}: ${text}`);
  return {
    name: 'verdict',
    className: 'palaver.run',
    durationMs: run.durationMs,
    outcome: {
      kind: KINDS[status],
      type: status,
      message: `${status}, exit code ${exitCode}: ${meaning}`,
      text: listed.join('\n'),
    },
  };
}
