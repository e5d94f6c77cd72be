import { type BuiltIn, parseBuiltIn } from './template-built-in.ts';

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** A captured variable, else a column of the feed. */
  | { readonly kind: 'variable'; readonly name: string }
  | BuiltIn;

export type ParsedTemplate = { readonly parts: readonly TemplatePart[] } | { readonly problem: string };

/**
 * Parses a text with values that differ from conversation to conversation:
 *
 *     template = { text | "\{{" | "{{" inner "}}" }     \{{ is a literal {{; of {{{ the first brace is text
 *     inner    = name | built-in                        surrounding spaces are ignored
 *     name     = any characters but braces, not beginning with "$": a captured variable, or a column
 *     built-in = see template-built-in.ts; braces may occur in its quotes
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let literal = '';
  let position = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', position)) {
    literal += text.slice(position, open);
    if (literal.endsWith('\\')) {
      literal = `${literal.slice(0, -1)}{{`;
      position = open + 2;
    } else if (text[open + 2] === '{') {
      literal += '{';
      position = open + 1;
    } else {
      const inner = innerAt(text, open + 2);
      if (inner === undefined) return { problem: `"${shortened(text.slice(open))}" is not closed; add }}` };
      const part = parseInner(inner);
      if ('problem' in part) return part;
      if (literal !== '') parts.push({ kind: 'text', text: literal });
      parts.push(part);
      literal = '';
      position = open + inner.length + 4;
    }
  }
  literal += text.slice(position);
  if (literal !== '' || parts.length === 0) parts.push({ kind: 'text', text: literal });
  return { parts };
}

/** Names of the variables and columns in a text, each once, in order; empty if the text is not a valid template. */
export function namesIn(text: string): readonly string[] {
  if (!hasTemplate(text)) return [];
  const parsed = parseTemplate(text);
  if ('problem' in parsed) return [];
  return [...new Set(parsed.parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : [])))];
}

/** `text` as a template that renders to it. */
export function literalTemplate(text: string): string {
  return text.replaceAll('{{', '\\{{');
}

/** Whether rendering may change the text. */
export function hasTemplate(text: string): boolean {
  return text.includes('{{');
}

/** The text up to the closing braces, ignoring braces in the quotes of a built-in. Undefined: not closed. */
function innerAt(text: string, start: number): string | undefined {
  if (!/^\s*\$/.test(text.slice(start, start + 32))) return upTo(text, start, text.indexOf('}}', start));
  QUOTED_OR_END.lastIndex = start;
  for (let found = QUOTED_OR_END.exec(text); found; found = QUOTED_OR_END.exec(text)) {
    if (found[0] === '}}') return upTo(text, start, found.index);
  }
  return undefined;
}

/** A quote that is not closed is skipped here; parseBuiltIn reports it. */
const QUOTED_OR_END = /"(?:[^"\\]|\\.)*"|\}\}/gs;

function upTo(text: string, start: number, end: number): string | undefined {
  return end < 0 ? undefined : text.slice(start, end);
}

function parseInner(inner: string): Exclude<TemplatePart, { kind: 'text' }> | { readonly problem: string } {
  const name = inner.trim();
  if (name === '') return { problem: `{{${inner}}} has no name; use {{name}}, or \\{{ for the braces themselves` };
  if (name.startsWith('$')) return parseBuiltIn(name);
  if (/[{}]/.test(name)) return { problem: `"{{${shortened(inner)}}}" contains a brace; is a }} missing before it?` };
  return { kind: 'variable', name };
}

function shortened(text: string): string {
  return text.length <= 32 ? text : `${text.slice(0, 31)}…`;
}
