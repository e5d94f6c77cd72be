import type { PageModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { htmlTable } from './table-of.ts';

/** Which latency each target has from which place. */
export function placesSection({ title, head, names, rows, legend }: NonNullable<PageModel['places']>): HTMLElement {
  const lines = rows.map((cells) =>
    element(
      'tr',
      {},
      ...cells.map((text, index) =>
        index === 0
          ? element('th', { scope: 'row' }, text)
          : element('td', index < names ? {} : { class: 'number' }, text),
      ),
    ),
  );
  return section(
    'places',
    'Places',
    element('p', { class: 'detail' }, title),
    scrolling('Places', htmlTable(head, lines)),
    element('p', { class: 'detail' }, legend),
  );
}
