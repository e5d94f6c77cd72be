import type { PageModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { failurePlace, tracesOf } from './first-screen/first-failures.ts';
import { formatClock, grouped } from './format.ts';
import { htmlTable } from './table-of.ts';

/** Failures by class and cause, and the results of the checks per step. */
export function failuresSection({ failures, checks }: PageModel): HTMLElement {
  const cell = (text: string, kind = '') => element('td', { class: kind }, text);
  const failureRows = failures.flatMap((one) =>
    one.lines.map(({ count, text, cause }, index) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, index === 0 ? one.class : ''),
        cell(grouped(count), 'number bad'),
        cell(index === 0 ? one.target : ''),
        cell(`${formatClock((cause ?? one).firstMs)} – ${formatClock((cause ?? one).lastMs)}`),
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
      cell(one.target),
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
          htmlTable(['class', 'count', 'target', 'time', 'first occurrence', 'session and trace'], failureRows),
        ),
    checks.length > 0 && element('h3', {}, 'Steps with checks'),
    checks.length > 0 &&
      scrolling(
        'Checks',
        htmlTable(['step', 'conversation', 'target', 'passed', 'failed', 'first failure'], checkRows),
      ),
  );
}
