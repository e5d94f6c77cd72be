// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenarios look like this
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { parseScenario } from '../../src/scenario/load-scenario.ts';
import { objectSource } from '../../src/scenario/object-source.ts';
import { readScenarioSource } from '../../src/scenario/read-source.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

const OPTIONS = { env: { USERS: '5' }, needTargets: true };
const parse = (scenario: unknown) =>
  parseScenario(objectSource(scenario, 'talk.ts', { module: './src/palaver.ts', path: ['default'] }), OPTIONS);
const withSteps = (...steps: unknown[]) => ({ conversations: [{ steps }] });

describe('a scenario that is an object', () => {
  it('is read like a file: short forms, variables, and values that are undefined are absent', () => {
    const scenario = parse({
      name: undefined,
      load: { closed: { vus: '${USERS}', duration: '10s' } },
      conversations: [{ steps: ['hello', { press: 2 }, { say: { data: { at: null, n: [1, undefined] } } }] }],
    });
    expect(scenario).toMatchObject({ name: 'talk', load: { maxVus: 5 } });
    expect(scenario.conversations[0]!.steps).toMatchObject([
      { label: 'hello' },
      { utterance: { kind: 'press', number: 2 } },
      { data: { at: null, n: [1, null] } },
    ]);
  });

  it('keeps numbers that look like others, and texts with what YAML would read otherwise', () => {
    const texts = ['007', 'yes: no', '# 1', 'null', '- a', 'a\nb'];
    const { steps } = parse(withSteps(...texts.map((text) => ({ say: text })))).conversations[0]!;
    expect(steps.map(({ utterance }) => utterance)).toEqual(texts.map((text) => ({ kind: 'text', choices: [text] })));
  });

  it('names the path of each problem', () => {
    const scenario = {
      loads: {},
      ...withSteps('a', { say: null }, { sayy: 1 }, { repeat: { times: 2, steps: [{ say: 'b', think: 'soon' }] } }),
    };
    expect(refusal(() => parse(scenario)).message.split('\n')).toEqual([
      '4 errors in talk.ts:',
      '  talk.ts: loads  "loads" is an unknown key; did you mean load?',
      '  talk.ts: conversations[0].steps[1].say  say is empty; it must be a string, or { text: …, data: … }',
      '  talk.ts: conversations[0].steps[2]  step 3 has the unknown key "sayy"; did you mean say?',
      expect.stringContaining('talk.ts: conversations[0].steps[3].repeat.steps[0].think  think must be one of: 2s, '),
    ]);
  });

  it('quotes keys in a path that are no names', () => {
    expect(refusal(() => parse({ ...withSteps('a'), stepLists: { 'a b': [{}] } })).message).toMatch(
      /^talk\.ts: stepLists\["a b"\]\[0\] {2}step 1 of a b needs one of the keys say, /,
    );
  });

  it.each([
    [{ text: /when/i }, 'conversations[0].steps[0].text is a RegExp, which a scenario cannot contain'],
    [{ say: 7n }, 'conversations[0].steps[0].say is a bigint, which'],
    [{ say: Number.NaN }, 'conversations[0].steps[0].say is NaN, which'],
    [new Map(), 'conversations[0].steps[0] is a Map, which'],
    [{ say: () => 'a' }, 'conversations[0].steps[0].say is a function, which is not possible here'],
    [() => 'a', 'conversations[0].steps[0] is a function, which is not possible here'],
  ])('refuses what is not plain data: %o', (step, message) => {
    expect(refusal(() => parse(withSteps(step))).message).toContain(`talk.ts: ${message}`);
  });

  it('has functions by their place in the module, with a name for messages and labels', () => {
    const login = () => ({});
    const { instructions, steps } = parse(withSteps({ call: login }, { say: { call: () => 'a' } })).conversations[0]!;
    expect(instructions[0]).toMatchObject({
      label: 'login',
      hook: {
        module: resolve('src/palaver.ts'),
        path: ['default', 'conversations', 0, 'steps', 0, 'call'],
        shown: 'login',
      },
    });
    expect(steps[0]).toMatchObject({ label: 'steps[1].say.call' });
  });

  it('refuses an object that contains itself', () => {
    const steps: unknown[] = [];
    steps.push({ repeat: { times: 1, steps } });
    expect(refusal(() => parse(withSteps(...steps))).message).toContain('nested too deeply, or contains itself');
  });
});

describe('a scenario file', () => {
  const read = (name: string, text: string) => {
    const path = join(tempFolder(), name);
    writeFileSync(path, text);
    return readScenarioSource(path);
  };

  it.each(['talk.ts', 'talk.mts', 'talk.mjs', 'talk.js'])('may be a module: %s', async (name) => {
    const source = await read(
      name,
      'const users = 4;\nexport default { conversations: [{ steps: [`${users} guests`] }] };',
    );
    expect(parseScenario(source, OPTIONS)).toMatchObject({
      name: 'talk',
      conversations: [{ steps: [{ label: '4 guests' }] }],
    });
  });

  it('may have types', async () => {
    const source = await read(
      'talk.ts',
      'const a: string = "hi";\nexport default { conversations: [{ steps: [a] }] };',
    );
    expect(parseScenario(source, OPTIONS).conversations[0]!.steps[0]!.label).toBe('hi');
  });

  it.each([
    ['export const talk = {};', 'has no default export'],
    ['export default 5;', 'has a default export that is not a scenario'],
    ['export default { a: nothere() };', 'talk.ts:1: nothere is not defined'],
    ['export default {\n  a: ,\n};', 'talk.ts:2:6: Unexpected token'],
  ])('that is a module and has no scenario is refused: %s', async (text, message) => {
    const error = await read('talk.ts', text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KnownError);
    expect((error as KnownError).message).toContain(message);
  });
});
