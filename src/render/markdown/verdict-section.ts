import { EXIT_CODES } from '../../platform/exit-code.ts';
import type { Report } from '../../report/report.ts';
import { exitMeaning, statusName } from '../verdict-words.ts';
import { markdownText } from './inline.ts';
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
export function markdownVerdict({ verdict, run }: Report, most: number): string {
  const { status, exitCode, reasons } = verdict;
  const doubted = status === 'pass' && reasons.length > 0;
  const word = `${doubted ? '⚠️' : SIGNS[status]} ${statusName(status).toUpperCase()}${doubted ? ' (suspect)' : ''}`;
  const meaning = exitMeaning(verdict);
  const items = reasons.map(({ kind, text }) => markdownText(kind === 'suspect' ? `(suspect) ${text}` : text));
  return [
    `## ${word}: ${markdownText(run.name)}`,
    ...(exitCode === EXIT_CODES.pass.code ? [] : [`**exit code ${exitCode}**: ${markdownText(meaning)}`]),
    ...(items.length === 0 ? [] : [markdownList(items, most)]),
  ].join('\n\n');
}
