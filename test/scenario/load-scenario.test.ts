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
  us: { url: "http://127.0.0.1:1", token: 0123, testMode: true, channel: load, headers: { x-a: 7 }, socketio: 2, ready: 500ms, handshake: inner }
practice: { bot: echo, delay: 50ms, workers: 2 }
defaults: { think: 2s..5s, timeout: 20s, completion: { quiet: 800ms }, onFailure: continue }
identity: { userId: perConversation, session: new }
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
    steps:
      - hello
      - say: a table for four
        as: party size
        data: { locale: en, list: [1, two, null] }
        resetFlow: true
        extra: { priority: 3 }
        expect:
          replies: 2
          text: { matches: "/when|what \\\\/ time/im", not: { contains: sorry } }
          firstOutput: 2s
          turn: 1m30s
        think: lognormal 3s 0.5
        timeout: 5s
        completion: { match: { contains: when } }
        onFailure: stop
  - steps: [hello, { say: { data: { event: 1 } }, completion: { replies: 3 }, expect: { text: short form } }]
thresholds:
  - first_output p(95) < 1500ms
  - { expression: "turn p(99) < 5s", minSamples: 7 }
`;

const load = (text: string, env: Record<string, string> = {}) =>
  loadScenario(text, 'dir/file.yml', { env, needTargets: true });
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
        },
      },
      practice: { bot: 'echo', workers: 2, delay: { kind: 'constant', ms: 50 } },
      identity: { userId: 'perConversation', session: 'new' },
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

  it('gives each step everything it needs', () => {
    const [first, second] = load(WHOLE).conversations;
    expect(first?.steps).toEqual([
      {
        kind: 'say',
        label: 'hello',
        text: 'hello',
        data: undefined,
        resetFlow: false,
        extra: undefined,
        expect: {},
        think: { kind: 'exponential', meanMs: 3000 },
        timeoutMs: 20_000,
        completion: { kind: 'quiet', ms: 800 },
        onFailure: 'continue',
      },
      {
        kind: 'say',
        label: 'party size',
        text: 'a table for four',
        data: { locale: 'en', list: [1, 'two', null] },
        resetFlow: true,
        extra: { priority: 3 },
        expect: {
          replies: 2,
          text: { matches: { pattern: 'when|what / time', flags: 'im' }, not: { contains: 'sorry' } },
          firstOutputMs: 2000,
          turnMs: 90_000,
        },
        think: { kind: 'lognormal', medianMs: 3000, sigma: 0.5 },
        timeoutMs: 5000,
        completion: { kind: 'match', text: { contains: 'when' } },
        onFailure: 'stop',
      },
    ]);
    expect(second).toMatchObject({ name: 'conversation 2', weight: 1 });
    expect(second?.steps[1]).toMatchObject({
      label: 'data',
      text: '',
      data: { event: 1 },
      think: { kind: 'uniform', fromMs: 2000, toMs: 5000 },
      completion: { kind: 'replies', count: 3 },
      expect: { text: { contains: 'short form' } },
    });
  });

  it('needs no more than one conversation', () => {
    const scenario = load('conversations: [{ steps: [hello] }]');
    expect(scenario).toMatchObject({
      name: 'file',
      targets: {},
      load: undefined,
      thresholds: [],
      practice: { bot: 'booking' },
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

  it('is known by the hash of its bytes', () => {
    // As sha256sum says.
    expect(load('conversations: [{ steps: [hello] }]').sha256).toBe(
      '97008b3e40c755ebd39761d0e797d297f94bcfd89add988ae188d146fe04dda4',
    );
    expect(load(WHOLE).sha256).not.toBe(load(`${WHOLE}# more`).sha256);
  });

  it('spreads users over think time + 2 s, and waits for the longest timeout + 5 s, unless it says otherwise', () => {
    const scenario = load(
      'load: { closed: { vus: 3, duration: 1m } }\ndefaults: { think: 2s..6s, timeout: 12s }\nconversations: [{ steps: [a] }]',
    );
    expect(scenario.load).toMatchObject({ startSpreadMs: 6000, gracefulStopMs: 17_000 });
  });

  it('never answers with a stack trace, whatever the text', () => {
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
          expect((thrown as KnownError).message).toMatch(/^dir\/file\.yml:\d+:\d+ {2}\S/);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('a bare step says its source text', () => {
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

  it('and a quoted or folded one what it stands for', () => {
    const said = steps(
      '      - "Hi: \\u00fc"\n      - \'#1\'\n      - >-\n        two\n        lines\n      - |\n        a\n        b\n      - plain\n        goes on\n',
    );
    expect(said.map(textOf)).toEqual(['Hi: ü', '#1', 'two lines', 'a\nb\n', 'plain goes on']);
  });

  it('while data keep their types', () => {
    expect(steps('      - { say: x, data: { n: 007, b: true, s: "1", text: 5 } }\n')[0]?.data).toEqual({
      n: 7,
      b: true,
      s: '1',
      text: 5,
    });
  });

  it('and aliases repeat what they name', () => {
    expect(steps('      - &greeting hello\n      - *greeting\n').map((step) => step.label)).toEqual([
      'hello',
      'hello (2)',
    ]);
  });
});

describe('variables', () => {
  it('stand for what could be written in their place', () => {
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

  it('of targets that are not used need not be set', () => {
    const env = { EU: 'http://127.0.0.1:1/t', VUS: '3' };
    const scenario = loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: ['eu'] });
    expect(scenario.targets).toEqual({ eu: { url: env.EU }, us: { url: '${US}', headers: { b: 'fixed' } } });
    expect(() => loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: true })).toThrow(
      /US.*\n.*TOKEN.*\n.*\{A\}.*\n.*TEST/,
    );
  });

  it('of a target whose URL is replaced are still needed in its other settings', () => {
    const env = { VUS: '3', TOKEN: 't', A: 'a', TEST: 'true' };
    const scenario = loadScenario(TWO_TARGETS, 'x.yml', { env, needTargets: false, needTargetSettings: ['us'] });
    expect(scenario.targets.us).toEqual({ url: '${US}', token: 't', headers: { a: 'a', b: 'fixed' }, testMode: true });
  });

  it('of a section that is replaced need not be set', () => {
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
    expect(() => load(text, env)).toThrow(/url must not be empty\n.*ready: "soon"/);
    expect(() => load(text, env)).not.toThrow(/very-secret/);
  });
});
