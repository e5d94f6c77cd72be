import { z } from 'zod';
import { readTextPattern } from '../text-pattern.ts';
import { readAs } from './scalar-kind.ts';

/** A pattern between slashes, converted to a TextPattern. */
export const pattern = z
  .string()
  .register(readAs, { kind: 'text' })
  .transform((written, context) => {
    const read = readTextPattern(written);
    if ('pattern' in read) return read.pattern;
    context.issues.push({ code: 'custom', input: written, message: read.problem });
    return z.NEVER;
  });
