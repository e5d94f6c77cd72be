import { expect, it } from 'vitest';
import { hidingCaptured } from '../../src/engine/hiding-captured.ts';
import { redact } from '../../src/platform/redact.ts';
import { call, program, turn } from '../support/instructions.ts';

const steps = [{ text: 'a' }];
const calling = program(steps, [call(), turn(0)]);
const silent = program(steps, [turn(0)]);

it('hides secrets that a function returns, in this thread and in the main thread', () => {
  const told: string[] = [];
  const scenario = { secrets: ['ticket', 'other'], conversations: [silent, calling] };
  const hide = hidingCaptured({ scenario, targets: [] }, { onSecret: (secret) => told.push(secret) });
  hide?.({ ticket: { code: 'ticket-of-a-function' }, place: 'place-of-a-function' });
  expect(told).toEqual(['ticket-of-a-function']);
  expect(redact('ticket-of-a-function at place-of-a-function')).toMatch(/^…\w{4} at place-of-a-function$/);
});

it('has nothing to hide where nothing is captured and no function is called, or nothing is secret', () => {
  expect(
    hidingCaptured({ scenario: { secrets: ['ticket'], conversations: [silent] }, targets: [] }, {}),
  ).toBeUndefined();
  expect(hidingCaptured({ scenario: { conversations: [calling] }, targets: [] }, {})).toBeUndefined();
});
