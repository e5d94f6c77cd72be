import { z } from 'zod';
import { parseRate } from '../../load/rate.ts';
import { messageFor } from './field-forms.ts';

const NOT_A_RATE = 'must be a rate such as 5/s, 300/min or 1000/h';

/** A rate as text, converted to a number per second. */
export const rate = z
  .string({ error: messageFor(NOT_A_RATE) })
  .meta({ pattern: '^[0-9]+(\\.[0-9]+)?\\s*/\\s*(s|sec|m|min|h)$', examples: ['5/s', '300/min'] })
  .transform((text, context) => {
    const perSecond = parseRate(text);
    if (perSecond !== undefined) return perSecond;
    context.issues.push({ code: 'custom', input: text, message: NOT_A_RATE });
    return z.NEVER;
  });
