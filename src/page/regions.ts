import type { RegionsModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { htmlTable } from './table-of.ts';

/** The ranking of the targets, and how the time of each is spent. */
export function regionsSection({ notes, ranking, path }: RegionsModel): HTMLElement {
  const number = (text: string) => element('td', { class: 'number' }, text);
  const rows = ranking.flatMap(({ name, lines }) =>
    lines.map(({ target, value, against, outcome, isWorse }, index) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, index === 0 ? name : ''),
        element('td', {}, target),
        number(value),
        number(against),
        element('td', { class: isWorse ? 'bad' : outcome === 'best' ? 'good' : '' }, outcome),
      ),
    ),
  );
  const parts = path.rows.map(([target = '', ...cells]) =>
    element('tr', {}, element('th', { scope: 'row' }, target), ...cells.map(number)),
  );
  return section(
    'regions',
    'Targets, best first',
    scrolling('Targets, best first', htmlTable(['', 'target', 'value', 'difference from the best', ''], rows)),
    ...notes.map((note) => element('p', { class: 'detail' }, note)),
    element('h3', {}, 'Time by phase (p50)'),
    scrolling('Time by phase', htmlTable(['target', ...path.head], parts)),
    element('p', { class: 'detail' }, path.legend),
  );
}
