import { z } from 'zod';
import { KnownError } from '../../platform/known-error.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { planned, told } from './field-forms.ts';

const expression = z
  .string()
  .transform((text, context): Threshold => {
    try {
      return parseThreshold(text);
    } catch (thrown) {
      if (!(thrown instanceof KnownError)) throw thrown;
      const message = [thrown.message, thrown.hint].filter(Boolean).join('\n');
      context.issues.push({ code: 'custom', input: text, message, params: { saysAll: true } });
      return z.NEVER;
    }
  })
  .meta({ examples: ['first_output p(95) < 1500ms', 'conversation_completion > 99%', 'turns_timed_out == 0'] });

const longThreshold = z
  .strictObject({
    expression: expression.meta({ description: 'The limit, as in the short form.' }),
    minSamples: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Judge a quantile from so many turns on. Default: p95 needs 20, p99 100.' }),
    abort: planned,
  })
  .transform(({ expression: threshold, minSamples }): Threshold => {
    return minSamples === undefined ? threshold : { ...threshold, minSamples };
  });

export const threshold = z
  .union([expression, longThreshold], { error: told('is no threshold; write first_output p(95) < 1500ms') })
  .meta({ description: 'A limit on a metric, which the run must keep to pass.' });
