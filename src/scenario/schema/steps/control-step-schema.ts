import { z } from 'zod';
import type { ReplyCheck } from '../../reply-check.ts';
import { choice, isMap } from '../choice-schema.ts';
import { messageFor, text, waitingTime } from '../field-forms.ts';
import { replyCheck } from '../reply-check-schema.ts';
import type { BranchInput, RepeatInput, StepInput } from './step-input.ts';
import { oneKeyStep } from './step-keys.ts';

/** A `while` whose check never fails must end, too. */
const MAX_ROUNDS = 100;
const MAX_TIMES = 10_000;

export const pauseStep = oneKeyStep(
  'pause',
  waitingTime.meta({ description: 'Waits for this time: 2s, 2s..5s, lognormal 3s 0.5, …' }),
).transform(({ pause }): StepInput => ({ kind: 'pause', time: pause }));

export const useStep = oneKeyStep(
  'use',
  text.min(1).meta({ description: 'Runs the steps of a list in stepLists.' }),
).transform(({ use }): StepInput => ({ kind: 'use', list: use }));

type Steps = z.ZodType<readonly unknown[]>;

export function repeatStep(steps: Steps) {
  const times = z
    .strictObject({ times: z.int().min(1).max(MAX_TIMES).meta({ description: 'Number of rounds.' }), steps })
    .transform((input): RepeatInput => ({ kind: 'repeat', times: input.times, while: undefined }));
  const whileTrue = z
    .strictObject({
      while: replyCheck.meta({
        description: 'Check of the last replies before each round; the loop ends when it does not pass.',
      }),
      atMost: z
        .int()
        .min(1)
        .max(MAX_TIMES)
        .optional()
        .meta({ description: 'Maximum number of rounds.', default: MAX_ROUNDS }),
      steps,
    })
    .transform((input): RepeatInput => ({ kind: 'repeat', times: input.atMost ?? MAX_ROUNDS, while: input.while }));
  const repeat = choice([times, whileTrue], (value) => {
    if (!isMap(value))
      return messageFor('must be { times: 3, steps: [ … ] } or { while: …, steps: [ … ] }')({ input: value });
    if ('times' in value && 'while' in value)
      return 'has both times and while; use atMost for the maximum number of rounds of while';
    if ('while' in value) return whileTrue;
    return 'times' in value ? times : 'needs a number of rounds or a check; use times: 3, or while: { text: … }';
  }).meta({ description: 'Repeats its steps a number of times, or while a check passes for the last replies.' });
  return oneKeyStep('repeat', repeat, ['times', 'while', 'atMost', 'steps']).transform((step) => step.repeat);
}

export function branchStep(steps: Steps) {
  const when = z
    .strictObject({
      when: replyCheck.meta({ description: 'This branch is taken if its check passes for the last replies.' }),
      steps,
    })
    .transform((arm): ReplyCheck | undefined => arm.when);
  const otherwise = z
    .strictObject({ otherwise: steps.meta({ description: 'Steps if no check passes; must be last.' }) })
    .transform((): ReplyCheck | undefined => undefined);
  const arm = choice([when, otherwise], (value) => {
    if (!isMap(value))
      return messageFor('must be { when: { text: … }, steps: [ … ] } or { otherwise: [ … ] }')({ input: value });
    if ('when' in value && 'otherwise' in value) return 'has both when and otherwise; split it into two entries';
    return 'otherwise' in value ? otherwise : when;
  });
  const branch = z
    .array(arm, { error: messageFor('must be a list: - when: { text: … } with steps: [ … ] under it') })
    .min(1, { error: 'has no branches; use - when: { text: … } with steps: [ … ] under it' })
    .superRefine((arms, context) => {
      for (const [index, check] of arms.entries()) {
        if (check || index === arms.length - 1) continue;
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'is otherwise, which must be last; move it to the end',
        });
      }
      if (arms.every((check) => !check)) {
        context.addIssue({ code: 'custom', message: 'has no entry with when; use its steps without a branch' });
      }
    })
    .transform((arms): BranchInput => ({ kind: 'branch', arms }))
    .meta({ description: 'Continues with the steps of the first branch whose check passes for the last replies.' });
  return oneKeyStep('branch', branch, ['when', 'otherwise', 'steps']).transform((step) => step.branch);
}
