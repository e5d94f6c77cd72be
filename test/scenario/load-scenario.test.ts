// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { textOf } from '../support/drive-machine.ts';

const WHOLE = `
# yaml-language-server: $schema=./scenario.schema.json
name: everything
targets:
  eu: http://127.0.0.1:1/eu-token
  us: { url: "http://127.0.0.1:1", token: 0123, testMode: true, channel: load, headers: { x-a: 7 }, socketio: 2, ready: 500ms, handshake: inner, emitWithAck: false, pushRate: 300/min }
mock: { bot: echo, delay: 50ms, workers: 2 }
defaults: { think: 2s..5s, timeout: 20s, completion: { quiet: 800ms }, onFailure: continue, typing: true, errorTexts: [sorry] }
identity: { userId: perVu, session: keep, channel: voice }
marker: data
load:
  closed:
    stages:
      - 30s: 50
      - { duration: 2m, vus: 10 }
    conversations: 1000
    startSpread: 5s
  gracefulStop: 40s
conversations:
  - name: book a table
    weight: 2.5
    think: exponential 3s
    errorTexts: ["/went \\\\w+ wrong/i"]
    steps:
      - hello
      - say: a table for four
        as: party size
        data: { locale: en, list: [1, two, null] }
        resetFlow: true
        extra: { priority: 3 }
        expect:
          replies: 2
          text: { matches: "/when|what \\/ time/im", not: { contains: sorry } }
          jsonpath: { "$.data.day": Monday, "$.data.guests": 4, "$.data.note": { exists: false }, "$.text": { contains: when } }
          quickReplies: [Today, Tomorrow]
          source: bot
          firstOutput: 2s
          turn: 1m30s
        capture:
          day: { jsonpath: $.data.day }
          price: { regex: "/([0-9.]+) EUR/", otherwise: 0 }
        errorTexts: [try (again)]
        think: lognormal 3s 0.5
        typing: false
        timeout: 5s
        completion: { match: { contains: when } }
        onFailure: stop
      - press: Other day
      - { press: 2, as: second }
      - use: pay
      - repeat: { times: 3, steps: [anything else?] }
      - branch:
          - when: { text: { last: sold out } }
            steps: [{ press: { title: "on {{day}}" } }]
          - otherwise: [{ wait: { source: agent, timeout: 10s, as: agent } }, { pause: 1s..2s }]
      - reset: true
    stopWhen: [{ text: human agent }, { source: agent, as: failed }]
  - steps: [hello, { say: { data: { event: 1 } }, completion: { replies: 3 }, expect: { text: short form } }]
    feed: test/golden/scenario-errors/feeds/guests.csv
    identity: { userId: "u-{{name}}", session: new }
  - name: pushes
    identity: { userId: perConversation, session: new }
    steps:
      - { say: { oneOf: [hi, good day] } }
      - inject: { text: "for {{$vu}}", data: { a: 1 }, answer: { text: done }, await: false, statuses: [200, 429], timeout: 7s, think: 0s }
      - notify: your table is ready
      - disconnect: true
      - reconnect: { away: 2s, session: new, onFailure: stop }
      - { wait: any }
stepLists:
  pay: [{ repeat: { while: { quickReplies: Pay }, steps: [I pay by card, { press: "Yes" }] } }]
stopWhen: { jsonpath: $.data.handover }
profiles:
  smoke: { load: { closed: { vus: 1, conversations: 3 } }, thresholds: [] }
budget: { inputs: 5000, conversations: 200, costPerConversation: 0.02, cost: 10 }
sharedHosts: ["*.example.com"]
thresholds:
  - first_output p(95) < 1500ms
  - { expression: "turn p(99) < 5s", minSamples: 7 }
`;

const load = (text: string, env: Record<string, string> = {}) =>
  loadScenario(text, './file.yml', { env, needTargets: true });
const steps = (text: string) => load(`conversations:\n  - steps:\n${text}`).conversations[0]?.steps ?? [];

describe('a scenario file', () => {
  it('is read in every form', () => {
    const scenario = load(WHOLE);
    expect(scenario).toMatchObject({
      name: 'everything',
      targets: {
        eu: { url: 'http://127.0.0.1:1/eu-token' },
        us: {
          url: 'http://127.0.0.1:1',
          token: '0123',
          testMode: true,
          channel: 'load',
          headers: { 'x-a': '7' },
          socketio: 2,
          ready: '500ms',
          handshake: 'inner',
          emitWithAck: false,
          pushRate: 5,
        },
      },
      mock: { bot: 'echo', workers: 2, delay: { kind: 'constant', ms: 50 } },
      marker: 'data',
      budget: { inputs: 5000, conversations: 200, costPerConversation: 0.02, cost: 10 },
      sharedHosts: ['*.example.com'],
      load: {
        model: 'closed',
        maxVus: 50,
        conversations: 1000,
        startSpreadMs: 5000,
        gracefulStopMs: 40_000,
        stages: [
          { durationMs: 30_000, vus: 50 },
          { durationMs: 120_000, vus: 10 },
        ],
      },
    });
    expect(Object.keys(scenario.targets)).toEqual(['eu', 'us']);
    expect(scenario.thresholds).toMatchObject([
      { metric: 'first_output', limit: 1_500_000 },
      { metric: 'turn', minSamples: 7 },
    ]);
  });

  it('compiles each step completely', () => {
    const [first, second] = load(WHOLE).conversations;
    const usual = {
      kind: 'say',
      data: undefined,
      resetFlow: false,
      extra: undefined,
      captures: [],
      mayBeSilent: false,
    };
    const errorTexts = [
      { pattern: 'went \\w+ wrong', flags: 'i' },
      { pattern: 'sorry', flags: '' },
    ];
    expect(first?.steps.slice(0, 2)).toEqual([
      {
        ...usual,
        label: 'hello',
        utterance: { kind: 'text', choices: ['hello'] },
        expect: {},
        errorTexts,
        think: { kind: 'exponential', meanMs: 3000 },
        typingIndicator: true,
        timeoutMs: 20_000,
        completion: { kind: 'quiet', ms: 800 },
        onFailure: 'continue',
      },
      {
        ...usual,
        label: 'party size',
        utterance: { kind: 'text', choices: ['a table for four'] },
        data: { locale: 'en', list: [1, 'two', null] },
        resetFlow: true,
        extra: { priority: 3 },
        expect: {
          replies: 2,
          text: {
            of: 'any',
            matcher: { matches: { pattern: 'when|what / time', flags: 'im' }, not: { contains: 'sorry' } },
          },
          jsonpath: [
            { path: '$.data.day', expected: { kind: 'equals', value: 'Monday' } },
            { path: '$.data.guests', expected: { kind: 'equals', value: 4 } },
            { path: '$.data.note', expected: { kind: 'exists', exists: false } },
            { path: '$.text', expected: { kind: 'text', matcher: { contains: 'when' } } },
          ],
          quickReplies: ['Today', 'Tomorrow'],
          source: 'bot',
          firstOutputMs: 2000,
          turnMs: 90_000,
        },
        captures: [
          { name: 'day', from: { kind: 'jsonpath', path: '$.data.day' }, otherwise: undefined },
          {
            name: 'price',
            from: { kind: 'regex', pattern: { pattern: '([0-9.]+) EUR', flags: '' }, group: 1 },
            otherwise: '0',
          },
        ],
        errorTexts: [{ pattern: 'try \\(again\\)', flags: '' }, ...errorTexts],
        think: { kind: 'lognormal', medianMs: 3000, sigma: 0.5 },
        typingIndicator: false,
        timeoutMs: 5000,
        completion: { kind: 'match', check: { text: { of: 'any', matcher: { contains: 'when' } } } },
        onFailure: 'stop',
      },
    ]);
    expect(second).toMatchObject({ name: 'conversation 2', weight: 1 });
    expect(second?.steps[1]).toMatchObject({
      label: 'data',
      utterance: { kind: 'text', choices: [''] },
      data: { event: 1 },
      think: { kind: 'uniform', fromMs: 2000, toMs: 5000 },
      completion: { kind: 'replies', count: 3 },
      expect: { text: { of: 'any', matcher: { contains: 'short form' } } },
    });
  });

  it('gives each conversation its identity, feed rows and stop conditions', () => {
    const [first, second, third] = load(WHOLE).conversations;
    expect(first?.identity).toEqual({ userId: 'perVu', session: 'keep', channel: 'voice' });
    expect(first?.feed).toBeUndefined();
    const handover = { jsonpath: [{ path: '$.data.handover', expected: { kind: 'exists', exists: true } }] };
    expect(first?.stopWhen).toEqual([
      { when: { text: { of: 'any', matcher: { contains: 'human agent' } } }, as: 'completed' },
      { when: { source: 'agent' }, as: 'failed' },
      { when: handover, as: 'completed' },
    ]);
    expect(second?.stopWhen).toEqual([{ when: handover, as: 'completed' }]);
    expect(second?.identity).toEqual({ userId: { template: 'u-{{name}}' }, session: 'new', channel: 'voice' });
    expect(third?.identity).toEqual({ userId: 'perConversation', session: 'new', channel: 'voice' });
    expect(second?.feed).toMatchObject({ order: 'sequential', whenEmpty: 'recycle', columns: ['name', 'guests'] });
    expect(second?.feed?.rows).toHaveLength(2);
  });

  it('needs only one conversation', () => {
    const scenario = load('conversations: [{ steps: [hello] }]');
    expect(scenario).toMatchObject({
      name: 'file',
      targets: {},
      load: undefined,
      thresholds: [],
      mock: { bot: 'booking' },
    });
    expect(scenario.conversations[0]?.identity).toEqual({ userId: 'perVu', session: 'new', channel: undefined });
    expect(scenario.conversations[0]?.steps[0]).toMatchObject({
      think: { kind: 'constant', ms: 1000 },
      timeoutMs: 30_000,
      completion: { kind: 'auto' },
      onFailure: 'stop',
    });
  });

  it('may be JSON', () => {
    const json = JSON.stringify({ name: 'j', conversations: [{ steps: ['hi', { say: 'bye' }] }] });
    expect(load(json).conversations[0]?.steps.map(textOf)).toEqual(['hi', 'bye']);
  });

  it('is identified by the hash of its bytes', () => {
    // As sha256sum says.
    expect(load('conversations: [{ steps: [hello] }]').sha256).toBe(
      '97008b3e40c755ebd39761d0e797d297f94bcfd89add988ae188d146fe04dda4',
    );
    expect(load(WHOLE).sha256).not.toBe(load(`${WHOLE}# more`).sha256);
  });

  it('spreads users over think time + 2 s, and sets the graceful stop to the longest timeout + 5 s, by default', () => {
    const scenario = load(
      'load: { closed: { vus: 3, duration: 1m } }\ndefaults: { think: 2s..6s, timeout: 12s }\nconversations: [{ steps: [a] }]',
    );
    expect(scenario.load).toMatchObject({ startSpreadMs: 6000, gracefulStopMs: 17_000 });
  });

  it('never throws anything but a known error, for any text', () => {
    const edit = fc.record({
      at: fc.nat(WHOLE.length),
      cut: fc.nat(12),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('{', '- ', '\n  ', ': ', '${', '"', '*a', '&a ', '!', '\t'),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((left, { at, cut, put }) => left.slice(0, at) + put + left.slice(at + cut), WHOLE);
        try {
          load(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(KnownError);
          expect((thrown as KnownError).message).toMatch(
            /^(\d+ errors in \.\/file\.yml:\n {2})?\.\/file\.yml:\d+:\d+ {2}\S/,
          );
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('a plain step sends its source text', () => {
  it.each([
    '4',
    '007',
    'yes',
    'no',
    '1e3',
    'null',
    '~',
    'true',
    '0x1F',
    '1_000',
    '2026-01-31',
    '.5',
    "it's",
    'what? no!',
  ])('%s', (text) => {
    expect(steps(`      - ${text}\n`).map(textOf)).toEqual([text]);
    expect(steps(`      - say: ${text}\n`).map(textOf)).toEqual([text]);
  });

  it('and a quoted or folded one its value', () => {
    const said = steps(
      '      - "Hi: \\u00fc"\n      - \'#1\'\n      - >-\n        two\n        lines\n      - |\n        a\n        b\n      - plain\n        goes on\n',
    );
    expect(said.map(textOf)).toEqual(['Hi: ü', '#1', 'two lines', 'a\nb\n', 'plain goes on']);
  });

  it('and data keep their types', () => {
    expect(steps('      - { say: x, data: { n: 007, b: true, s: "1", text: 5 } }\n')[0]?.data).toEqual({
      n: 7,
      b: true,
      s: '1',
      text: 5,
    });
  });

  it('and aliases repeat their anchors', () => {
    expect(steps('      - &greeting hello\n      - *greeting\n').map((step) => step.label)).toEqual([
      'hello',
      'hello (2)',
    ]);
  });
});

describe('variables', () => {
  it('are replaced by their values before validation', () => {
    const scenario = load(
      'name: ${NAME} of ${NAME}\nload: { closed: { vus: "${VUS:-7}", duration: "${LENGTH}" } }\nconversations:\n  - weight: ${WEIGHT}\n    steps: ["costs $${5}", "${VUS:-none}", "${EMPTY}!"]\n',
      { NAME: 'x: # y', LENGTH: '30s', WEIGHT: '2.5', EMPTY: '' },
    );
    expect(scenario.name).toBe('x: # y of x: # y');
    expect(scenario.load).toMatchObject({ maxVus: 7, stages: [{ durationMs: 0 }, { durationMs: 30_000 }] });
    expect(scenario.conversations[0]).toMatchObject({ weight: 2.5 });
    expect(scenario.conversations[0]?.steps.map(textOf)).toEqual(['costs ${5}', 'none', '!']);
  });

  const TWO_TARGETS = [
    'targets:',
    '  eu: ${EU}',
    '  us: { url: "${US}", token: "${TOKEN}", headers: { a: "${A}", b: fixed }, testMode: "${TEST}" }',
    'load: { closed: { vus: "${VUS}", duration: 10s } }',
    'conversations: [{ steps: [hello] }]',
  ].join('\n');

  it('of unused targets need not be set', () => {
    const env = { EU: 'http://127.0.0.1:1/t', VUS: '3' };
    const scenario = loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: ['eu'] });
    expect(scenario.targets).toEqual({ eu: { url: env.EU }, us: { url: '${US}', headers: { b: 'fixed' } } });
    expect(() => loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: true })).toThrow(
      /US.*\n.*TOKEN.*\n.*\{A\}.*\n.*TEST/,
    );
  });

  it('of a target with a replaced URL are still needed in its other settings', () => {
    const env = { VUS: '3', TOKEN: 't', A: 'a', TEST: 'true' };
    const scenario = loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: false, needTargetSettings: ['us'] });
    expect(scenario.targets.us).toEqual({ url: '${US}', token: 't', headers: { a: 'a', b: 'fixed' }, testMode: true });
  });

  it('of a replaced section need not be set', () => {
    const options = { env: {}, needTargets: false } as const;
    expect(loadScenario(TWO_TARGETS, 'x.yml', { ...options, unneeded: ['load'] }).load).toBeUndefined();
    expect(() => loadScenario(TWO_TARGETS, 'x.yml', options)).toThrow(
      /x\.yml:4:24 {2}\$\{VUS\} is not set; set it with -e VUS=…/,
    );
  });

  it('never print the secret of a target', () => {
    const text =
      'targets: { eu: { url: "${URL}", token: "${TOKEN}", ready: soon } }\nconversations: [{ steps: [hello] }]';
    const env = { URL: '', TOKEN: 'very-secret' };
    expect(() => load(text, env)).toThrow(/url must not be empty\n.*ready must be .*"soon"/);
    expect(() => load(text, env)).not.toThrow(/very-secret/);
  });
});
