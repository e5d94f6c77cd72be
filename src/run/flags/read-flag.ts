import { KnownError } from '../../platform/known-error.ts';
import type { Flag } from './flag.ts';

/** The value of a flag from its texts; `where` is its name in messages. KnownError if it is given twice or not valid. */
export function readFlag(flag: Flag, where: string, texts: readonly string[]): unknown {
  if (!flag.repeatable && texts.length > 1) {
    const times = texts.length === 2 ? 'twice' : `${texts.length} times`;
    throw new KnownError(`${where} is given ${times}`, { hint: 'use it once' });
  }
  const values = texts.map((text) => {
    const parsed = flag.parse(text);
    if ('value' in parsed) return parsed.value;
    throw new KnownError(`${where} must be ${parsed.wanted} (got "${text}")`);
  });
  return flag.repeatable ? values : values[0];
}
