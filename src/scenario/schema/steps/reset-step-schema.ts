import { z } from 'zod';
import { choice } from '../choice-schema.ts';
import { onlyTrue } from '../field-forms.ts';
import { requiresReply } from '../turn-schema.ts';
import { turnStepFields } from './say-step-schema.ts';
import type { TurnInput } from './step-input.ts';
import { oneKeyStep } from './step-keys.ts';

const { capture: _capture, typing: _typing, errorTexts: _errorTexts, ...inReset } = turnStepFields;

const plain = onlyTrue().transform((): z.output<typeof settings> => ({}));
const settings = z.strictObject(inReset);

const reset = choice([plain, settings], (value) =>
  typeof value === 'object' && value !== null ? settings : plain,
).meta({
  description: 'Restarts the flow with an empty input; the bot may stay silent unless `expect` requires a reply.',
});

/** An input with empty text and resetFlow. */
export const resetStep = oneKeyStep('reset', reset, Object.keys(inReset)).transform((step): TurnInput => {
  const { as, expect = {}, ...turn } = step.reset;
  return {
    kind: 'turn',
    label: as ?? 'reset',
    isNamed: as !== undefined,
    utterance: { kind: 'text', choices: [''] },
    data: undefined,
    resetFlow: true,
    extra: undefined,
    expect,
    captures: [],
    mayBeSilent: !requiresReply(expect),
    ...turn,
  };
});
