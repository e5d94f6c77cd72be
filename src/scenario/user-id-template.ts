import { parseTemplate } from '../template/template.ts';

/** How often a user id from this template changes at most: with the virtual user, the row, or every conversation. */
export function changesWith(template: string): 'vu' | 'row' | 'conversation' {
  const parsed = parseTemplate(template);
  const kinds = 'parts' in parsed ? parsed.parts.map(({ kind }) => kind) : [];
  const within = (...allowed: readonly string[]) => kinds.every((kind) => allowed.includes(kind));
  if (within('text', 'run', 'vu')) return 'vu';
  return within('text', 'run', 'variable') ? 'row' : 'conversation';
}
