import { RE2JS } from 're2js';
import { explainPattern } from './pattern-problem.ts';

/** An RE2 pattern and its flags. */
export interface TextPattern {
  readonly pattern: string;
  readonly flags: string;
}

export type ReadPattern = { readonly pattern: TextPattern } | { readonly problem: string };

/**
 * A pattern as written between slashes:
 *
 *     written = "/" pattern "/" flags     pattern: RE2 syntax (no back references, no look-around), slashes need no \
 *     flags   = any of i m s, each once   letter case, lines, "." also for line ends
 */
export function readTextPattern(written: string): ReadPattern {
  const parts = /^\/(.+)\/([a-zA-Z]*)$/s.exec(written.trim());
  if (!parts)
    return { problem: `is not a pattern; put it between slashes: /${written.trim().replace(/^\/|\/$/g, '') || '…'}/` };
  const [, pattern = '', flags = ''] = parts;
  const odd = [...flags].find((flag, index) => !'ims'.includes(flag) || flags.indexOf(flag) !== index);
  if (odd) return { problem: `has the flag "${odd}"; valid flags: i, m and s, each at most once` };
  try {
    RE2JS.compile(pattern.replaceAll('\\/', '/'));
  } catch (thrown) {
    return { problem: `is not a valid RE2 pattern (no backreferences, no lookaround): ${explainPattern(thrown)}` };
  }
  return { pattern: { pattern: pattern.replaceAll('\\/', '/'), flags } };
}

/** The pattern that finds `text` itself, at any position. */
export function literalPattern(text: string): TextPattern {
  return { pattern: RE2JS.quote(text), flags: '' };
}

/** The groups of a valid pattern: their number, and the names of the named ones. */
export function groupsOf({ pattern }: TextPattern): { readonly count: number; readonly names: readonly string[] } {
  const compiled = RE2JS.compile(pattern);
  return { count: compiled.groupCount(), names: Object.keys(compiled.namedGroups()) };
}
