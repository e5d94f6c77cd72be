import { EXIT_CODES } from '../../platform/exit-code.ts';
import { explainVerdict } from '../../report/explain-verdict.ts';
import type { Report } from '../../report/report.ts';
import { isSuspect, reasonTexts, verdictName } from '../verdict-words.ts';
import { markdownReason, markdownText } from './inline.ts';
import { markdownList } from './markdown-table.ts';

const SIGNS: Readonly<Record<Report['verdict']['status'], string>> = {
  pass: '✅',
  fail: '❌',
  'too-few-turns': '❌',
  'no-data': '❌',
  incomplete: '⚠️',
  invalid: '⚠️',
  regression: '❌',
  inconclusive: '⚠️',
  'not-enough-data': '⚠️',
  'not-comparable': '⚠️',
};

/** Verdict, exit code unless it is 0, and reasons. */
export function markdownVerdict(report: Report, most: number): string {
  const { verdict, run } = report;
  const { status, exitCode } = verdict;
  const sign = isSuspect(verdict) ? '⚠️' : SIGNS[status];
  const why = markdownText(explainVerdict(report));
  const items = reasonTexts(verdict).map(markdownReason);
  return [
    `## ${sign} ${verdictName(verdict)}: ${markdownText(run.name)}`,
    ...(exitCode === EXIT_CODES.pass.code ? [] : [`**exit code ${exitCode}**: ${why}`]),
    ...(items.length === 0 ? [] : [markdownList(items, most)]),
  ].join('\n\n');
}
