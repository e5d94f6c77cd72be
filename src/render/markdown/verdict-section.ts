import { EXIT_CODES, meaningOf } from '../../platform/exit-code.ts';
import type { Report } from '../../report/report.ts';
import { plain } from './inline.ts';
import { markdownList } from './markdown-table.ts';

const SIGNS: Readonly<Record<Report['verdict']['status'], string>> = {
  pass: '✅',
  fail: '❌',
  'no-data': '❌',
  incomplete: '⚠️',
  invalid: '⚠️',
  regression: '❌',
  inconclusive: '⚠️',
};

/** What came of it, what that means for whoever waits for it, and why. */
export function verdictSection({ verdict, run }: Report, most: number): string {
  const { status, exitCode, reasons } = verdict;
  const doubted = status === 'pass' && reasons.length > 0;
  const word = `${doubted ? '⚠️' : SIGNS[status]} ${status.toUpperCase()}${doubted ? ' (suspect)' : ''}`;
  const meaning = exitCode === EXIT_CODES.pass.code ? 'pass' : meaningOf(exitCode);
  const items = reasons.map(({ kind, text }) => plain(kind === 'suspect' ? `(suspect) ${text}` : text));
  return [
    `## ${word}: ${plain(run.name)}`,
    `**exit code ${exitCode}**: ${plain(meaning)}`,
    ...(items.length === 0 ? [] : [markdownList(items, most)]),
  ].join('\n\n');
}
