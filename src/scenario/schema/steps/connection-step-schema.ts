import { z } from 'zod';
import { choice, isMap } from '../choice-schema.ts';
import { messageFor, onlyTrue, waitingTime } from '../field-forms.ts';
import { onFailure } from '../turn-schema.ts';
import type { ReconnectInput, StepInput } from './step-input.ts';
import { oneKeyStep } from './step-keys.ts';

const longReconnect = z.strictObject({
  away: waitingTime.optional().meta({ description: 'Time without a connection.', default: '0s' }),
  session: z
    .enum(['keep', 'new'])
    .optional()
    .meta({ description: 'Keep the session (keep) or start a new one (new).', default: 'keep' }),
  onFailure,
});
const awayFor = waitingTime.transform((away): z.output<typeof longReconnect> => ({ away }));

const NOT_A_RECONNECT = messageFor('must be {}, or the time without a connection, such as 2s');

const reconnect = choice([awayFor, longReconnect], (value) => {
  if (isMap(value)) return longReconnect;
  return typeof value === 'string' ? awayFor : NOT_A_RECONNECT({ input: value });
}).meta({
  description: 'Closes the connection, waits, and opens another one.',
  examples: [{}, '2s', { away: '2s..10s', session: 'new' }],
});

export const reconnectStep = oneKeyStep('reconnect', reconnect, Object.keys(longReconnect.shape)).transform(
  (step): ReconnectInput => {
    const { away = { kind: 'constant', ms: 0 }, session = 'keep', onFailure: then } = step.reconnect;
    return { kind: 'reconnect', away, session, onFailure: then };
  },
);

export const disconnectStep = oneKeyStep(
  'disconnect',
  onlyTrue().meta({
    description: 'Closes the connection; the conversation continues without a connection.',
  }),
).transform((): StepInput => ({ kind: 'disconnect' }));
