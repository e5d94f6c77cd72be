import { element } from './element.ts';

/** A plain table; headings are aligned as their columns are, numbers at the right. */
export function htmlTable(
  head: readonly string[],
  rows: readonly HTMLElement[],
  attributes: { readonly class?: string } = {},
): HTMLTableElement {
  const isNumber = (place: number) => rows[0]?.children[place]?.classList.contains('number') ?? false;
  const headings = head.map((text, place) =>
    element('th', { scope: 'col', class: isNumber(place) ? 'number' : undefined }, text),
  );
  return element(
    'table',
    attributes,
    element('thead', {}, element('tr', {}, ...headings)),
    element('tbody', {}, ...rows),
  );
}
