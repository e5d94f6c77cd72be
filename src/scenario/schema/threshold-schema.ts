import { z } from 'zod';
import { KnownError } from '../../platform/known-error.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { duration, told } from './field-forms.ts';
import { readAs } from './scalar-kind.ts';

const expression = z
  .string()
  .register(readAs, { kind: 'text' })
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
      .meta({ description: 'Minimum number of turns to evaluate a quantile. Default: p95 needs 20, p99 100.' }),
    abort: z
      .union(
        [
          z.literal(true),
          z.strictObject({
            after: duration.meta({ description: 'Not before this time after the start of measuring.' }),
          }),
        ],
        {
          error: told('must be { after: 30s } or true'),
        },
      )
      .optional()
      .meta({
        description:
          'End the run once this is surely missed: at once (true), or from so long after the beginning of measuring on.',
        examples: [{ after: '30s' }],
      }),
  })
  .transform(
    ({ expression: threshold, minSamples, abort }): Threshold => ({
      ...threshold,
      ...(minSamples !== undefined && { minSamples }),
      ...(abort !== undefined && { abortAfterMs: abort === true ? 0 : abort.after }),
    }),
  );

export const threshold = z
  .union([expression, longThreshold], { error: told('must be a threshold such as first_output p(95) < 1500ms') })
  .meta({ description: 'A limit on a metric, which the run must keep to pass.' });
