/** Where the library stopped reading a path. */
export interface PathFault {
  /** From 0. */
  readonly index: number;
  /** What it read there; empty if that is no part of a path. */
  readonly found: string;
  readonly kind: 'function' | 'comparison' | 'syntax';
}

const EXAMPLE = 'as in $.data.day';

/** What is wrong with a path that is not valid, then what to do. */
export function explainPath(path: string, fault: PathFault): string {
  if (path === '') return `it is empty; write a path, ${EXAMPLE}`;
  if (path.trim() !== path) return 'it has spaces around it; remove them';
  if (!path.startsWith('$')) return `it must start with $, ${EXAMPLE}`;
  return unclosed(path) ?? misspelt(path, fault);
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')' };

/** A quote or bracket without its end. */
function unclosed(path: string): string | undefined {
  const open: string[] = [];
  for (const [part] of path.matchAll(/'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|[[\]()]/gs)) {
    const [first = ''] = part;
    if (first === '"' || first === "'") {
      if (part.length === 1 || !part.endsWith(first)) return `a quote is not closed; add ${first} after the text`;
    } else if (first in CLOSING) open.push(first);
    else if (CLOSING[open.at(-1) ?? ''] === first) open.pop();
  }
  const last = open.at(-1);
  return last === undefined ? undefined : `${last} is not closed; add ${CLOSING[last]}`;
}

function misspelt(path: string, { index, found, kind }: PathFault): string {
  if (path.endsWith('.')) return `it ends after a dot; add a name, ${EXAMPLE}`;
  if (kind === 'comparison')
    return `the filter at character ${index + 1} cannot be evaluated; compare single values, as in [?@.day == "Monday"]`;
  if (kind === 'function') return `there is no function ${found}; use length, count, match, search or value`;
  const before = path.slice(0, index).trimEnd();
  const here = path.charAt(index);
  if (here === '[' && before.endsWith('.')) return 'a dot is followed by [; remove the dot';
  if (here === '[') return 'the brackets are empty; add a number, a name in quotes, or *';
  if (before.endsWith('[') && /[\p{L}_]/u.test(here)) return "a name in brackets needs quotes, as in ['day']";
  if (before.endsWith('=') || here === '=') return 'a filter compares with ==, as in [?@.day == "Monday"]';
  return `unexpected ${JSON.stringify(found || here)} at character ${index + 1}; correct or remove it`;
}
