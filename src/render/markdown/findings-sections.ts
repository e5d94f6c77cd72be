import { groupThousands } from '../../platform/group-thousands.ts';
import type { Report } from '../../report/report.ts';
import { errorLines } from '../error-causes.ts';
import { nameCheck } from '../tables/name-check.ts';
import { code, markdownText } from './inline.ts';
import { type Column, markdownTable } from './markdown-table.ts';

const SIGNS: Readonly<Record<Report['thresholds'][number]['state'], string>> = {
  pass: '✅',
  fail: '❌',
  'no-data': '–',
  'too-few': '–',
  inconclusive: '❔',
};

const left = (heading: string): Column => ({ heading, align: 'left' });
const right = (heading: string): Column => ({ heading, align: 'right' });

/** Each threshold with its value and its distance from the limit. */
export function markdownThresholds({ thresholds }: Report, most: number): string {
  const rows = thresholds.map(({ state, expression, text }) => [SIGNS[state], code(expression), markdownText(text)]);
  return markdownTable([left(''), left('threshold'), left('actual')], rows, most);
}

/** Maximum number of causes per class. */
const MAX_CAUSES = 20;

/** Failures by class and cause, with the first example of each. */
export function markdownErrors({ errors, targets }: Report, most: number): string {
  const rows = errors.flatMap((error) =>
    errorLines(error, MAX_CAUSES).map(({ count, text, when }, index) => [
      index > 0 ? '' : code(targets.length > 1 ? `${error.target}: ${error.class}` : error.class),
      groupThousands(count),
      markdownText(text),
      markdownText(when ?? ''),
    ]),
  );
  return markdownTable([left('class'), right('count'), left('first example'), left('when')], rows, most);
}

/** Only failed checks; passed ones are not listed. */
export function markdownChecks({ checks, targets }: Report, most: number): string {
  const rows = checks
    .filter(({ failed }) => failed > 0)
    .map(nameCheck)
    .map(({ target, conversation, step, passed, failed, failure }) => [
      code(step),
      markdownText(targets.length > 1 ? `${conversation} at ${target}` : conversation),
      groupThousands(failed),
      groupThousands(passed + failed),
      markdownText(failure ?? '–'),
    ]);
  const columns = [left('step'), left('conversation'), right('failed'), right('of turns'), left('first failure')];
  return markdownTable(columns, rows, most);
}
