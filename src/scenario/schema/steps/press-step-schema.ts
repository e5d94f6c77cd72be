import { z } from 'zod';
import type { PressUtterance } from '../../scenario.ts';
import { labelOfText } from '../../step-label.ts';
import { choice, isMap } from '../choice-schema.ts';
import { messageFor, phrase } from '../field-forms.ts';
import { readAs } from '../scalar-kind.ts';
import { turnStepFields } from './say-step-schema.ts';
import type { TurnInput } from './step-input.ts';

/** Read as `value`, so that `press: 2` stays a number. */
const title = z
  .string()
  .register(readAs, { kind: 'value' })
  .min(1)
  .meta({ description: 'The title of a quick reply or button of the last replies.' });
const number = z.int().min(1).meta({ description: '1-based position among the offered buttons.' });

const byTitle = title.transform((text): PressUtterance => ({ kind: 'press', title: text, number: undefined }));
const byNumber = number.transform((n): PressUtterance => ({ kind: 'press', title: undefined, number: n }));
const longPress = z
  .strictObject({
    title: phrase.min(1).optional().meta({ description: 'Title of the button; templates allowed.' }),
    number: number.optional(),
  })
  .refine((input) => input.title === undefined || input.number === undefined, {
    error: 'cannot be combined with title; use one of them',
    path: ['number'],
  })
  .transform((input): PressUtterance => ({ kind: 'press', title: input.title, number: input.number }));

const NOT_A_BUTTON = messageFor('must be the title or the number of a button, as in press: 2');
const button = choice([byTitle, byNumber, longPress], (value) => {
  if (isMap(value)) return longPress;
  if (typeof value === 'number') return byNumber;
  return typeof value === 'string' ? byTitle : NOT_A_BUTTON({ input: value });
}).meta({
  description: 'Sends the payload of a quick reply or button of the last replies: its title, or its number from 1.',
  examples: ['Other day', 2],
});

const pressFields = z.strictObject({ press: button, ...turnStepFields });

export const PRESS_KEYS: readonly string[] = Object.keys(pressFields.shape);

export const pressStep = pressFields.transform(
  ({ press, as, expect = {}, capture: captures = [], ...turn }): TurnInput => ({
    kind: 'turn',
    label: as ?? labelOfPress(press),
    isNamed: as !== undefined,
    utterance: press,
    data: undefined,
    resetFlow: false,
    extra: undefined,
    expect,
    captures,
    mayBeSilent: false,
    ...turn,
  }),
);

function labelOfPress({ title: text, number: n }: PressUtterance): string {
  if (n !== undefined) return `press ${n}`;
  return (text && labelOfText(text)) || 'press';
}
