import { describe, expect, it } from 'vitest';
import { ConversationChooser } from '../../src/conversation/choose-conversation.ts';
import type { PerSession } from '../../src/conversation/conversation-deps.ts';
import { planConversation } from '../../src/conversation/plan-conversation.ts';
import { ownerOf, present } from '../../src/conversation/present.ts';
import { renderSettings } from '../../src/endpoint/session/connection-values.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { Conversation, IdentityPolicy, Row } from '../../src/scenario/scenario.ts';
import { COGNIGY } from '../support/cognigy.ts';
import { conversationOf, sayStep } from '../support/drive-machine.ts';
import { pause, program, reconnect, turn } from '../support/instructions.ts';
import { Rehearsal } from '../support/rehearsal.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const feedOf = (...rows: Row[]): Conversation['feed'] => ({
  file: 'users.csv',
  order: 'sequential',
  whenEmpty: 'recycle',
  columns: Object.keys(rows[0]!),
  rows,
});

function planOf(identity: Partial<IdentityPolicy>, rows: readonly Row[] = [], number = 2) {
  const policy: IdentityPolicy = { userId: 'perVu', session: 'new', channel: undefined, ...identity };
  const feed = rows.length > 0 ? feedOf(...rows) : undefined;
  const conversation = conversationOf('c', [sayStep()], { identity: policy, feed });
  const table = new SeriesTable({
    targets: ['eu'],
    conversations: [{ name: 'c', steps: ['hello'] }],
    failureClasses: [],
  });
  const chooser = new ConversationChooser([{ conversation, series: table.conversation(0, 0) }], 1);
  const target = { chooser, protocol: COGNIGY, sessionPrefix: 'run', marker: undefined };
  const plan = planConversation({ seed: 1, runId: 'run', todayMs: 0 }, target, {
    number,
    vu: 5,
    intendedUs: 0,
    anchored: false,
  });
  if (plan === 'feed-empty') throw new Error('feed-empty');
  return plan;
}

const at = settledEndpoint('http://127.0.0.1:1/token-of-present', { headers: { Authorization: '{{token}}' } });
const perSession: PerSession = { render: (scope) => renderSettings(at, scope), names: ['token'] };
const memory = { variables: {}, part: 0, rounds: [] };

describe('what a session presents', () => {
  it('is its planned identity, if nothing is templated', () => {
    const plan = planOf({ channel: 'load' });
    const presented = present(plan, undefined, plan.identity);
    expect(presented).toEqual({ identity: { userId: 'run-u5', sessionId: 'run-c2', channel: 'load' } });
    expect('identity' in presented && presented.identity).toBe(plan.identity);
  });

  it.each([
    ['{{email}}', 'ann+load@example.com'],
    ['load-{{$vu}}@example.com', 'load-5@example.com'],
    ['{{$run}}.{{$conversation}}', 'run.2'],
    ['{{$session}}', 'run-c2'],
  ])('has a user id from the template %s', (template, userId) => {
    const plan = planOf({ userId: { template }, channel: 'to {{email}}' }, [{ email: 'ann+load@example.com' }]);
    expect(present(plan, undefined, plan.identity)).toEqual({
      identity: { userId, sessionId: 'run-c2', channel: 'to ann+load@example.com' },
    });
  });

  it('has what was captured, from the next connection on', () => {
    const plan = planOf({ userId: { template: '{{id}}' } }, [{ id: 'guest', token: 'first' }]);
    const login = { ...memory, variables: { id: 'ann', token: 'second' } };
    expect(present(plan, perSession, plan.identity)).toMatchObject({
      identity: { userId: 'guest' },
      settings: { headers: { Authorization: 'first' } },
    });
    expect(present(plan, perSession, plan.identity, { memory: login, pc: 3 })).toMatchObject({
      identity: { userId: 'ann' },
      settings: { headers: { Authorization: 'second' } },
    });
  });

  it('has random values that follow from seed, conversation and position', () => {
    const random = (pc: number, number: number) => {
      const plan = planOf({ userId: { template: '{{$uuid}}' } }, [], number);
      const presented = present(plan, undefined, plan.identity, { memory, pc });
      return 'identity' in presented && presented.identity.userId;
    };
    expect(random(0, 2)).toBe(random(0, 2));
    expect(new Set([random(0, 2), random(1, 2), random(0, 3)]).size).toBe(3);
  });

  it.each([
    [{ id: '' }, 'userId: its value is empty'],
    [
      { id: 'a b' },
      'userId: its value contains white space, a control character or %, which is not allowed in a user id',
    ],
    [
      { id: 'a%40b' },
      'userId: its value contains white space, a control character or %, which is not allowed in a user id',
    ],
    [{ id: 'x'.repeat(257) }, 'userId: its value has 257 characters; a user id can have at most 256'],
    [{ other: 1 }, 'userId: {{id}} has no value'],
  ])('is a failure for the row %j', (row, message) => {
    const plan = planOf({ userId: { template: '{{id}}' } }, [row]);
    expect(present(plan, undefined, plan.identity)).toMatchObject({ difference: 'variable-unset', message });
  });
});

describe('the owner of a kept session', () => {
  const rows = [
    { id: 'ann', token: 'same', text: 'one' },
    { id: 'bob', token: 'same', text: 'two' },
    { id: 'cid', token: 'other', text: 'three' },
  ];
  const owner = (identity: Partial<IdentityPolicy>, number: number, used?: PerSession) =>
    ownerOf(planOf({ session: 'keep', ...identity }, rows, number), used);

  it('is the same for rows that differ only in what no connection presents', () => {
    expect(owner({}, 0, perSession)).toBe(owner({}, 1, perSession));
    expect(owner({}, 0, perSession)).not.toBe(owner({}, 2, perSession));
    expect(owner({}, 0)).toBe(owner({}, 2));
  });

  it('differs by user id and channel', () => {
    const template = { userId: { template: '{{id}}' } };
    expect(owner(template, 0)).not.toBe(owner(template, 1));
    expect(owner({ channel: 'a' }, 0)).not.toBe(owner({ channel: 'b' }, 0));
    expect(owner({ channel: '{{id}}' }, 0)).not.toBe(owner({ channel: '{{id}}' }, 1));
  });

  it('is not needed for a session that ends with its conversation', () => {
    expect(ownerOf(planOf({}, rows), perSession)).toBe('');
  });
});

describe('a conversation whose connection needs a value that is not set', () => {
  const identity: IdentityPolicy = { userId: { template: '{{id}}' }, session: 'new', channel: undefined };

  it('fails before it connects, with one clear error, and all counts agree', () => {
    const talk = new Rehearsal(program([{ text: 'a' }], [turn(0)], { identity }));
    talk.conversation.start();
    talk.letIn();
    expect(talk.hasLine).toBe(false);
    expect([talk.entered, talk.released]).toEqual([1, 1]);
    expect(talk.ends.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(talk.errors.list()).toMatchObject([
      { class: 'step-variable', count: 1, example: 'connect: userId: {{id}} has no value' },
    ]);
    expect(talk.broken()).toEqual([]);
  });

  it.each([
    ['stop', 'failed', false],
    ['continue', 'failed', true],
  ] as const)('at a reconnect with onFailure: %s', async (onFailure, outcome, goesOn) => {
    const feed = feedOf({ id: 'guest' });
    const again = { ...reconnect(0), onFailure };
    const capture = { name: 'id', from: { kind: 'jsonpath', path: '$.text' } as const, otherwise: undefined };
    const steps = [{ text: 'a', captures: [capture] }];
    const talk = await new Rehearsal(program(steps, [turn(0), again, pause(50)], { identity, feed })).talking();
    expect(talk.line.identity.userId).toBe('guest');
    await talk.time.advance(1);
    talk.line.reply('an id with blanks').ping();
    await talk.time.advance(1);
    talk.letIn();
    expect(talk.ends.length).toBe(goesOn ? 0 : 1);
    await talk.time.advance(100);
    expect(talk.ends.map((end) => end.outcome)).toEqual([outcome]);
    expect(talk.errors.list()).toMatchObject([{ class: 'step-variable', count: 1 }]);
    expect(talk.broken()).toEqual([]);
  });
});
