import { RE2JS } from 're2js';
import { messageOf } from '../platform/known-error.ts';

/** An RE2 pattern and its flags, apart. */
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
  if (!parts) return { problem: 'is not a pattern; write it between slashes: /when/i' };
  const [, pattern = '', flags = ''] = parts;
  const odd = [...flags].find((flag, index) => !'ims'.includes(flag) || flags.indexOf(flag) !== index);
  if (odd) return { problem: `has the flag "${odd}"; flags are i, m and s, each once` };
  try {
    RE2JS.compile(pattern.replaceAll('\\/', '/'));
  } catch (thrown) {
    return { problem: `is not a pattern of RE2 (no back references, no look-around): ${messageOf(thrown)}` };
  }
  return { pattern: { pattern: pattern.replaceAll('\\/', '/'), flags } };
}
