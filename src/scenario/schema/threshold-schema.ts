import { z } from 'zod';
import { KnownError } from '../../platform/known-error.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { duration, messageFor } from './field-forms.ts';
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
      context.issues.push({ code: 'custom', input: text, message, params: { isFullMessage: true } });
      return z.NEVER;
    }
  })
  .meta({ examples: ['first_output p(95) < 1500ms', 'conversation_completion > 99%', 'turns_timed_out == 0'] });

const longThreshold = z
  .strictObject({
    expression: expression.meta({ description: 'The threshold, as in the short form.' }),
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
            after: duration.meta({
              description: 'Time from the start of measuring before which the run is not stopped.',
            }),
          }),
        ],
        {
          error: messageFor('must be { after: 30s } or true'),
        },
      )
      .optional()
      .meta({
        description:
          'Stop the run as soon as this cannot be met: immediately (true), or only after this time ({ after: 30s }).',
        examples: [{ after: '30s' }],
      }),
  })
  .transform(
    ({ expression: threshold, minSamples, abort }): Threshold => ({
      ...threshold,
      ...(minSamples !== undefined && { minSamples }),
      ...(abort !== undefined && { abortAfterMs: abort === true ? 0 : abort.after }),
    }),
  )
  .meta({ id: 'threshold' });

export const threshold = z
  .union([expression, longThreshold], { error: messageFor('must be a threshold such as first_output p(95) < 1500ms') })
  .meta({ description: 'A limit on a metric that the run must meet to pass.' });
