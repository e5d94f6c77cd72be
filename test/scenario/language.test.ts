import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

/** The steps under test come after something that may offer buttons. */
const conversation = (steps: string, rest = '') => {
  const text = `conversations:\n  - steps:\n      - hello\n${steps}\n${rest}`;
  return loadScenario(text, 'file.yml', { env: {}, needTargets: false }).conversations[0]!;
};
const instructions = (step: string) => conversation(`      - ${step}`).instructions.slice(1);
const turn = (step: string) => conversation(`      - ${step}`).steps[1];

describe('a say step', () => {
  it.each([
    ['{ say: { oneOf: [hi, good day, 007] } }', { label: 'hi', utterance: { choices: ['hi', 'good day', '007'] } }],
    ['{ say: { text: x, data: { a: 1 } } }', { label: 'x', utterance: { choices: ['x'] }, data: { a: 1 } }],
    [
      '{ say: "for {{$vu}}", as: 5, typing: true }',
      { label: '5', utterance: { choices: ['for {{$vu}}'] }, typingIndicator: true },
    ],
    ['{ say: a, think: reading 200wpm }', { think: { kind: 'reading', wordsPerMinute: 200 } }],
    [
      '{ say: a, errorTexts: ["/(?i)sorry/", "a.b"] }',
      { errorTexts: [{ pattern: '(?i)sorry' }, { pattern: 'a\\.b' }] },
    ],
  ])('%s', (step, expected) => {
    expect(turn(step)).toMatchObject({ kind: 'say', mayBeSilent: false, resetFlow: false, ...expected });
  });
});

describe('a press step', () => {
  it.each([
    ['press: Other day', 'Other day', { title: 'Other day', number: undefined }],
    ['press: 2', 'press 2', { title: undefined, number: 2 }],
    ['press: "2"', '2', { title: '2', number: undefined }],
    ['press: { title: 007 }', '007', { title: '007', number: undefined }],
    ['press: { number: 3 }', 'press 3', { title: undefined, number: 3 }],
    ['press: {}', 'press', { title: undefined, number: undefined }],
    ['{ press: 1, as: first, timeout: 3s }', 'first', { number: 1 }],
  ])('%s', (step, label, utterance) => {
    expect(turn(step)).toMatchObject({
      kind: 'say',
      label,
      utterance: { kind: 'press', ...utterance },
      data: undefined,
    });
  });
});

describe('a reset step', () => {
  it.each([
    ['reset: true', { label: 'reset', mayBeSilent: true, timeoutMs: 30_000 }],
    [
      'reset: { as: anew, timeout: 3s, completion: { quiet: 1s } }',
      { label: 'anew', mayBeSilent: true, timeoutMs: 3000 },
    ],
    ['reset: { expect: { firstOutput: 2s } }', { mayBeSilent: true, expect: { firstOutputMs: 2000 } }],
    ['reset: { expect: { text: welcome } }', { mayBeSilent: false }],
    ['reset: { expect: { replies: 1 } }', { mayBeSilent: false }],
  ])('%s', (step, expected) => {
    expect(turn(step)).toMatchObject({ utterance: { choices: [''] }, resetFlow: true, ...expected });
  });

  it('without a colon is an utterance, as other step names are', () => {
    const { steps } = conversation('      - reset\n      - disconnect\n      - reconnect\n      - wait');
    expect(steps.slice(1)).toMatchObject(
      ['reset', 'disconnect', 'reconnect', 'wait'].map((label) => ({ label, resetFlow: false })),
    );
  });
});

describe('steps that are not turns', () => {
  const text = (contains: string) => ({ text: { of: 'any', matcher: { contains } } });
  it.each([
    ['wait: any', { kind: 'wait', label: 'wait', check: {}, timeoutMs: 30_000, onFailure: 'stop' }],
    ['wait: { timeout: 5s }', { kind: 'wait', check: {}, timeoutMs: 5000 }],
    ['wait: { text: { contains: 007 }, as: done }', { kind: 'wait', label: 'done', check: text('007') }],
    [
      'inject: your table',
      {
        kind: 'push',
        route: 'inject',
        label: 'your table',
        text: 'your table',
        answer: 'first',
        await: true,
        statuses: undefined,
      },
    ],
    ['notify: hi', { kind: 'push', route: 'notify', answer: 'marker', think: { kind: 'constant', ms: 1000 } }],
    ['notify: { data: { a: 1 } }', { label: 'notify', text: '', data: { a: 1 } }],
    [
      'inject: { text: a, answer: { text: b }, await: false, statuses: [200, 202], think: 2s, timeout: 4s, as: c, onFailure: continue }',
      {
        label: 'c',
        answer: text('b'),
        await: false,
        statuses: [200, 202],
        think: { kind: 'constant', ms: 2000 },
        timeoutMs: 4000,
        onFailure: 'continue',
      },
    ],
    ['pause: 1s..3s', { kind: 'pause', time: { kind: 'uniform', fromMs: 1000, toMs: 3000 } }],
    ['reconnect: {}', { kind: 'reconnect', away: { kind: 'constant', ms: 0 }, session: 'keep', onFailure: 'stop' }],
    ['reconnect: 2s', { kind: 'reconnect', away: { kind: 'constant', ms: 2000 }, session: 'keep' }],
    ['reconnect: { session: new, away: 1s..2s }', { kind: 'reconnect', away: { kind: 'uniform' }, session: 'new' }],
    ['disconnect: true', { kind: 'disconnect' }],
    [
      'repeat: { while: { source: bot }, atMost: 7, steps: [a] }',
      { kind: 'repeat', times: 7, while: { source: 'bot' } },
    ],
  ])('%s', (step, expected) => {
    expect(instructions(step)[0]).toMatchObject(expected);
  });
});

describe('a check', () => {
  it.each([
    ['text: yes', { text: { of: 'any', matcher: { contains: 'yes' } } }],
    ['text: { all: { not: 007 } }', { text: { of: 'all', matcher: { not: { contains: '007' } } } }],
    ['text: { last: { equals: null } }', { text: { of: 'last', matcher: { equals: 'null' } } }],
    ['quickReplies: 1', { quickReplies: ['1'] }],
    ['quickReplies: [Yes, No]', { quickReplies: ['Yes', 'No'] }],
    ['jsonpath: $.data.day', { jsonpath: [{ path: '$.data.day', expected: { kind: 'exists', exists: true } }] }],
    ['jsonpath: { $.a: 007 }', { jsonpath: [{ path: '$.a', expected: { kind: 'equals', value: 7 } }] }],
    ['jsonpath: { $.a: null }', { jsonpath: [{ path: '$.a', expected: { kind: 'equals', value: null } }] }],
    ['jsonpath: { $.a: [1, b] }', { jsonpath: [{ path: '$.a', expected: { kind: 'equals', value: [1, 'b'] } }] }],
    [
      'jsonpath: { $.a: { equals: { b: 1 } } }',
      { jsonpath: [{ path: '$.a', expected: { kind: 'equals', value: { b: 1 } } }] },
    ],
    [
      'jsonpath: { $.a: { matches: "/b/i", not: c } }',
      {
        jsonpath: [
          {
            path: '$.a',
            expected: { kind: 'text', matcher: { matches: { pattern: 'b', flags: 'i' }, not: { contains: 'c' } } },
          },
        ],
      },
    ],
  ])('%s', (check, expected) => {
    expect(turn(`{ say: x, expect: { ${check} } }`)?.expect).toEqual(expected);
    expect(turn(`{ say: x, completion: { match: { ${check} } } }`)?.completion).toEqual({
      kind: 'match',
      check: expected,
    });
    expect(instructions(`branch: [{ when: { ${check} }, steps: [a] }]`)[0]).toMatchObject({
      arms: [{ when: expected }],
    });
    expect(conversation('', `    stopWhen: { ${check} }`).stopWhen).toEqual([{ when: expected, as: 'completed' }]);
  });

  it.each([
    ['text: { like: 007 }', { text: { of: 'any', matcher: { like: '007' } } }],
    [
      'text: { contains: a, ignoreCase: true, normalize: true }',
      { text: { of: 'any', matcher: { contains: 'a', ignoreCase: true, normalize: true } } },
    ],
    [
      'text: { matches: "/a/s", ignoreCase: true }',
      { text: { of: 'any', matcher: { matches: { pattern: 'a', flags: 'si' }, ignoreCase: true } } },
    ],
    [
      'text: { anyOf: [007, { like: b }], allOf: [{ not: c }] }',
      {
        text: {
          of: 'any',
          matcher: { anyOf: [{ contains: '007' }, { like: 'b' }], allOf: [{ not: { contains: 'c' } }] },
        },
      },
    ],
    ['quickReplies: [Yes, { like: 1 }]', { quickReplies: ['Yes', { like: '1' }] }],
    ['quickReplies: { like: "*" }', { quickReplies: [{ like: '*' }] }],
    [
      'text: { inOrder: [a, { like: b }], not: c }',
      {
        text: {
          of: 'in-order',
          matchers: [{ contains: 'a' }, { like: 'b' }],
          not: { contains: 'c' },
        },
      },
    ],
  ])('%s', (check, expected) => {
    expect(turn(`{ say: x, expect: { ${check} } }`)?.expect).toEqual(expected);
  });

  it('as completion may be a plain string', () => {
    const rule = { kind: 'match', check: { text: { of: 'any', matcher: { contains: 'a: b' } } } };
    expect(turn('{ say: x, completion: { match: "a: b" } }')?.completion).toEqual(rule);
  });
});

describe('a capture', () => {
  it.each([
    ['{ jsonpath: $.a }', { from: { kind: 'jsonpath', path: '$.a' }, otherwise: undefined }],
    ['{ jsonpath: $.a, otherwise: 007 }', { otherwise: '007' }],
    ['{ regex: /a+/ }', { from: { kind: 'regex', group: 0 } }],
    ['{ regex: /(a)(b)/ }', { from: { kind: 'regex', group: 1 } }],
    ['{ regex: /(a)(b)/, group: 2 }', { from: { kind: 'regex', group: 2 } }],
    ['{ regex: "/(?P<size>a)/", group: size }', { from: { kind: 'regex', group: 'size' } }],
  ])('%s', (source, expected) => {
    expect(turn(`{ say: x, capture: { data: ${source} } }`)?.captures).toMatchObject([{ name: 'data', ...expected }]);
  });
});

describe('a variable in a template', () => {
  const load = (steps: string) => () => conversation(steps);
  const capture = 'capture: { day: { jsonpath: $.day } }';

  it('may be captured later, in another branch, or in a list', () => {
    expect(load(`      - "{{day}}"\n      - { say: x, ${capture} }`)).not.toThrow();
    expect(
      load(`      - branch: [{ when: { text: a }, steps: [{ say: x, ${capture} }] }, { otherwise: ["{{day}}"] }]`),
    ).not.toThrow();
    const list = `stepLists: { other: [{ use: l }], l: [{ say: x, ${capture} }] }`;
    expect(() => conversation('      - { use: other }\n      - "{{day}}"', list)).not.toThrow();
    expect(() => conversation('      - "{{day}}"', list)).toThrow(
      /uses \{\{day\}\}, but "conversation 1" has no such variable/,
    );
  });
});
