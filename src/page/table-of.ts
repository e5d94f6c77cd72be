import { element } from './element.ts';

/** A plain table; headings are aligned as their columns are, numbers at the right. */
export function htmlTable(
  head: readonly string[],
  rows: readonly HTMLElement[],
  attributes: { readonly class?: string } = {},
): HTMLTableElement {
  const isNumber = (index: number) => rows[0]?.children[index]?.classList.contains('number') ?? false;
  const headings = head.map((text, index) =>
    element('th', { scope: 'col', class: isNumber(index) ? 'number' : undefined }, text),
  );
  return element(
    'table',
    attributes,
    element('thead', {}, element('tr', {}, ...headings)),
    element('tbody', {}, ...rows),
  );
}
