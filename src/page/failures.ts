import type { PageModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { failurePlace, tracesOf } from './first-screen/first-failures.ts';
import { formatClock, grouped } from './format.ts';
import { htmlTable } from './table-of.ts';

/** Failures by class and cause, and the results of the checks per step. */
export function failuresSection({ failures, checks, rows }: PageModel): HTMLElement {
  // The name of the only target would repeat in each line.
  const severalTargets = rows.some(({ kind }) => kind === 'target');
  const headOf = (...columns: string[]) => columns.filter((column) => severalTargets || column !== 'target');
  const cell = (text: string, kind = '') => element('td', { class: kind }, text);
  const failureRows = failures.flatMap((one) =>
    one.lines.map(({ count, text, cause }, index) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, index === 0 ? one.class : ''),
        cell(grouped(count), 'number bad'),
        ...(severalTargets ? [cell(index === 0 ? one.target : '')] : []),
        cell(whenOf(cause ?? one)),
        element('td', {}, ...(cause ? [element('strong', {}, failurePlace(cause)), ' ', cause.example] : [text])),
        element('td', {}, cause ? tracesOf(cause) : ''),
      ),
    ),
  );
  const checkRows = checks.map((one) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, one.step),
      cell(one.conversation),
      ...(severalTargets ? [cell(one.target)] : []),
      cell(grouped(one.passed), 'number'),
      cell(grouped(one.failed), one.failed > 0 ? 'number bad' : 'number'),
      cell(one.failure ?? ''),
    ),
  );
  return section(
    'failures',
    'Failures and checks',
    failures.length === 0
      ? element('p', {}, 'Nothing failed.')
      : scrolling(
          'Failures by class and cause',
          htmlTable(headOf('class', 'count', 'target', 'time', 'first occurrence', 'session and trace'), failureRows),
        ),
    checks.length > 0 && element('h3', {}, 'Steps with checks'),
    checks.length > 0 &&
      scrolling(
        'Checks',
        htmlTable(headOf('step', 'conversation', 'target', 'passed', 'failed', 'first failure'), checkRows),
      ),
  );
}

/** `0:02 – 0:09`; a single instant as one. */
function whenOf({ firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number }): string {
  const [first, last] = [formatClock(firstMs), formatClock(lastMs)];
  return first === last ? first : `${first} – ${last}`;
}
