import { describe, expect, it } from 'vitest';
import { parseSteps } from '../../../src/scenario/file/parse-steps.ts';

const parse = (steps: unknown, stepLists: unknown = {}) => parseSteps({ conversations: [{ steps }], stepLists });
const first = (step: unknown) => parse([step]).conversations[0]!.steps[0]!;

describe('an invalid step', () => {
  const long = 'a label that is longer than the 32 characters of a text';

  it.each<[string, unknown, object | undefined]>([
    ['its own label', { say: 'hello there', as: long, tiemout: 1 }, { label: long, isNamed: true }],
    ['a label inside its kind', { wait: { as: 'the answer', tmeout: 1 } }, { label: 'the answer', isNamed: true }],
    ['the label of its text', { say: long, expect: { replies: -1 } }, { label: long.slice(0, 31), isNamed: false }],
    [
      'the label of a text inside its kind',
      { notify: { text: 'a   b', statuses: [20] } },
      { label: 'a b', isNamed: false },
    ],
    ['the label of its title', { press: { title: 'Yes', number: 2 } }, { label: 'Yes', isNamed: false }],
    ['nothing where it has two kinds', { say: 'a', press: 'b' }, undefined],
    ['nothing where nothing can be read', 5, undefined],
  ])('keeps %s', (_name, step, label) => {
    expect(first(step)).toMatchObject({ input: undefined, label });
  });

  it('keeps the variables that it captures, valid or not', () => {
    const step = { say: 'a', capture: { day: { jsonpath: '$.' }, hour: { regex: '/[0-9]+/' } } };
    expect(first(step)).toMatchObject({ input: undefined, captures: ['day', 'hour'] });
  });

  it('keeps the list that it uses', () => {
    expect(first({ use: 'pay', as: 'payment' })).toMatchObject({ input: undefined, list: 'pay' });
  });

  it('keeps its nested steps, and errors in them are also reported', () => {
    const { conversations, issues } = parse([
      { repeat: { times: 0, steps: ['a', { say: 'b', thnk: '2s' }] } },
      { branch: [{ when: {}, steps: ['c'] }, { otherwise: [{ pause: 'soon' }] }] },
    ]);
    expect(conversations[0]!.steps.map(({ blocks }) => blocks.map((block) => block.length))).toEqual([[2], [1, 1]]);
    expect(issues.map(({ path }) => path.slice(3).join('/'))).toEqual([
      '0/repeat/times',
      '0/repeat/steps/1/thnk',
      '1/branch/0/when',
      '1/branch/1/otherwise/0/pause',
    ]);
  });

  it('does not affect the other steps', () => {
    const { conversations, lists, issues } = parse(['a', { say: 5 }, 'c'], { pay: ['card', { wait: 3 }] });
    expect(conversations[0]!.steps.map(({ input }) => input?.kind)).toEqual(['turn', undefined, 'turn']);
    expect(lists.get('pay')!.map(({ input }) => input?.kind)).toEqual(['turn', undefined]);
    expect(issues).toHaveLength(2);
  });
});

describe('a valid step', () => {
  it.each<[unknown, object]>([
    ['hello', { kind: 'say', label: { label: 'hello', isNamed: false }, captures: [] }],
    [
      { say: 'a', capture: { day: { jsonpath: '$.a' } } },
      { kind: 'say', captures: ['day'] },
    ],
    [{ use: 'pay' }, { kind: 'use', list: 'pay', label: undefined }],
    [{ reset: true }, { kind: 'reset', label: { label: 'reset', isNamed: false } }],
  ])('%j provides what other steps may refer to', (step, expected) => {
    expect(first(step)).toMatchObject(expected);
  });
});
