import { escapeHtml } from './escape-html.ts';

/** Columns of a table of facts: label and text. */
export const FACT_COLUMNS = 2;

/**
 * A table in HTML without any style; the first `words` columns hold texts, the others numbers. It scrolls in its box
 * where it is too wide. Empty without rows. Without `head`, it has no headings.
 */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  words = head.length,
): string {
  if (rows.length === 0) return '';
  const line = (tag: string, cells: readonly string[]) => {
    const open = (column: number) => (column < words ? `<${tag}>` : `<${tag} class="number">`);
    return `<tr>${cells.map((cell, column) => `${open(column)}${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  };
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>`,
    ...(head.length > 0 ? [line('th', head)] : []),
    ...rows.map((cells) => line('td', cells)),
    '</table></div>',
  ].join('\n');
}

export function listOf(items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}
