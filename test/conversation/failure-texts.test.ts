import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/conversation/checks/failure.ts';
import type { MachineEvent } from '../../src/conversation/machine/conversation-state.ts';
import { shortHash } from '../../src/platform/redact.ts';
import { chunk, Driver, errorReply, ping, ready, type StepParts, scriptFor } from '../support/drive-machine.ts';
import { contains, program, turn, wait } from '../support/instructions.ts';

/** What a feed, a capture and a bot have to say here; no message may hold any of it. */
const PRIVATE = { pin: 'feed-4711', answer: 'my balance is 99', captured: 'captured-4712', title: 'Call Ms Smith' };
const BUTTONS = {
  _cognigy: { _default: { _quickReplies: { text: '', quickReplies: [{ title: PRIVATE.title, payload: 'x' }] } } },
};
const REPLY = { text: PRIVATE.answer, data: { nested: { secret: PRIVATE.answer }, ...BUTTONS } };
const CAPTURE = {
  name: 'kept',
  from: { kind: 'regex', pattern: { pattern: 'captured-\\d+', flags: '' }, group: 0 },
  otherwise: undefined,
} as const;

/** The failures of a conversation whose first turn captures something and whose second one gets `REPLY`. */
function failuresOf(second: StepParts, more: ReturnType<typeof wait>[] = [], overrides = {}): Failure[] {
  const steps = [
    { text: 'a', captures: [CAPTURE] },
    { text: 'b', onFailure: 'continue' as const, ...second },
  ];
  const script = scriptFor(program(steps, [turn(0), turn(1), ...more], overrides), { row: { pin: PRIVATE.pin } });
  const driver = new Driver(script).feed(ready(0), chunk(10, { text: PRIVATE.captured, data: BUTTONS }), ping(20));
  driver.feed(chunk(40, REPLY), ping(50)).wait(60_000);
  const ofTurns = driver.turns.flatMap(({ failure }) => (failure ? [failure] : []));
  return [...ofTurns, ...driver.all('step-failed').map(({ failure }) => failure)];
}

const value = (expected: unknown) => ({
  jsonpath: [{ path: '$.data.nested', expected: { kind: 'equals', value: expected } }],
});
const KINDS: readonly (readonly [string, () => Failure[], string])[] = [
  ['a text that differs', () => failuresOf({ expect: contains('{{pin}}') }), '{{pin}}'],
  ['a captured value', () => failuresOf({ expect: contains('{{kept}}') }), '{{kept}}'],
  ['a value in data', () => failuresOf({ expect: value('{{pin}}') as never }), '{{pin}}'],
  [
    'a button that is not offered',
    () => failuresOf({ expect: { quickReplies: ['{{pin}}'] } }),
    '"{{pin}}" to be offered',
  ],
  [
    'a button to press',
    () => failuresOf({ utterance: { kind: 'press', title: '{{pin}}', number: undefined } }),
    '"{{pin}}" was not offered',
  ],
  ['an error text', () => failuresOf({ errorTexts: [{ pattern: 'balance', flags: '' }] }), '/balance/'],
  [
    'a rule of stopWhen',
    () => failuresOf({}, [], { stopWhen: [{ when: contains('balance'), as: 'failed' }] }),
    'ends the conversation as failed',
  ],
  [
    'an output waited for in vain',
    () => failuresOf({}, [wait({ check: contains('{{pin}}'), timeoutMs: 500 })]),
    'a reply that contains "{{pin}}"',
  ],
];

describe('the description of a failure', () => {
  it.each(KINDS)('of %s names values as the scenario does, and quotes no text', (_kind, failures, told) => {
    const [failure] = failures();
    expect(failure!.message).toContain(told);
    const text = JSON.stringify([failure!.message, failure!.check, failure!.difference]);
    for (const secret of Object.values(PRIVATE)) expect(text).not.toContain(secret);
  });

  it.each(KINDS)('of %s also has texts and values in plain text', (_kind, failures) => {
    const text = failures()[0]!.withTexts!;
    expect(Object.values(PRIVATE).some((secret) => text.includes(secret))).toBe(true);
  });

  it('of an error of the endpoint names the values that it repeats', () => {
    const script = scriptFor(program([{ text: 'b' }], [turn(0)]), { row: { pin: PRIVATE.pin, short: '5' } });
    const error = { ...errorReply(10), code: '500', message: `no account ${PRIVATE.pin} at desk 5` } as MachineEvent;
    const [failed] = new Driver(script).feed(ready(0), error).turns;
    expect(failed!.failure).toEqual({
      difference: '500',
      message: '500: no account {{pin}} at desk 5',
      withTexts: `500: no account ${PRIVATE.pin} at desk 5`,
    });
  });

  it('shows the length of a text, and the hash that the report has of the reply', () => {
    const [failure] = failuresOf({ expect: { text: { of: 'last', matcher: { equals: 'x' } } } });
    expect(failure!.message).toContain(`16 characters (#${shortHash(PRIVATE.answer, 8)})`);
  });
});
