import { checkPath } from '../../template/json-path.ts';

/** A quoted text, or what stands between quoted texts. */
const PART = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"]+/g;

/** What a reply has at the top; other fields of an output are not read. */
const READ = /^\$(?:\.\.|\.\*|\[\*\]|\[\?|(?:\.|\[['"])(?:text|data|source)\b)/;

/** What Botium's own dialect writes differently, outside of quoted texts. */
const DIFFERENCES: readonly (readonly [RegExp, string])[] = [
  [/([=!]=)=/g, '$1'],
  [/\[\(\s*@\.length\s*-\s*(\d+)\s*\)\]/g, '[-$1]'],
  [/@((?:\.[A-Za-z_]\w*|\[\d+\])*)\.length\b/g, 'length(@$1)'],
  [/(?<![\d\s(,<>=])\.(\d+)(?=[.[]|$)/g, '[$1]'],
];

/**
 * A JSONPath as RFC 9535 writes it; undefined if it has no equivalent, or if no reply has such a field. The dialect of
 * Botium allows a path without `$`, `.0` for `[0]`, `===`, and `.length` of arrays and texts in filters and scripts.
 */
export function translateJsonPath(written: string): string | undefined {
  const text = written.trim();
  const rooted = text.startsWith('$') ? text : `$${text.startsWith('[') ? '' : '.'}${text}`;
  const path = rooted.replace(PART, (part) => (/^['"]/.test(part) ? part : translated(part)));
  return READ.test(path) && checkPath(path) === undefined ? path : undefined;
}

function translated(part: string): string {
  return DIFFERENCES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), part);
}

/**
 * A path that finds something if the array or text at `written` has a length that `comparison` (`2`, `=2`, `>=2`, …)
 * accepts; undefined if there is no such path. `negated`: if its length is another one, or there is none.
 */
export function lengthPath(written: string, comparison: string, negated = false): string | undefined {
  const path = translateJsonPath(written);
  const [, operator = '', count] = /^\s*(<=|<|>=|>|==|=|)\s*(\d+)\s*$/.exec(comparison) ?? [];
  if (path === undefined || count === undefined) return undefined;
  const condition = `length(${path}) ${operator === '' || operator === '=' ? '==' : operator} ${count}`;
  return valid(negated ? `$[?!(${condition})]` : `$[?${condition}]`);
}

/** A path that finds something if the text at `written` does not contain `text`, or there is none. */
export function withoutTextPath(written: string, text: string): string | undefined {
  const path = translateJsonPath(written);
  if (path === undefined || /^-?\d/.test(text)) return undefined;
  const pattern = text
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return valid(`$[?!search(${path}, ${JSON.stringify(`(?i)${pattern}`)})]`);
}

function valid(path: string): string | undefined {
  return checkPath(path) === undefined ? path : undefined;
}
