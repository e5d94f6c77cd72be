import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/platform/process/environment.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveScenario } from '../../src/run/resolve-scenario.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { readScenarioText } from '../../src/scenario/load-scenario.ts';
import { DEFAULT_THRESHOLD } from '../../src/verdict/default-threshold.ts';
import { textOf } from '../support/drive-machine.ts';
import { scenarioFile, tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

const SCENARIO = `
name: variables
targets: { eu: "\${EU_URL}" }
load: { closed: { vus: "\${VUS}", duration: 10s } }
conversations: [ { steps: [ "\${GREETING:-hello}" ] } ]
thresholds: [ "first_output p(95) < \${LIMIT}" ]
`;
const MOCK = { url: 'http://127.0.0.1:4000', token: 'token-of-tests' };
const ALL = { EU_URL: 'https://eu.example.com/TOKEN', VUS: '4', LIMIT: '900ms' };

const sourceAt = (path: string) => ({ text: readScenarioText(path), path });
const file = (text = SCENARIO) => scenarioFile(tempFolder(), text);
const scenario = (options: RunOptions, env: Environment, path = file()) =>
  resolveScenario(sourceAt(path), options, env);
const said = (options: RunOptions, env: Environment = {}) =>
  textOf(scenario(options, { ...ALL, ...env }).conversations[0]!.steps[0]!);

describe('the scenario of a run', () => {
  it('is read from a file, its variables from the environment', () => {
    const read = scenario({}, ALL);
    expect(read).toMatchObject({ name: 'variables', load: { maxVus: 4 }, targets: { eu: { url: ALL.EU_URL } } });
    expect(textOf(read.conversations[0]!.steps[0]!)).toBe('hello');
  });

  it('uses variables of -e, then the environment, then --vars', () => {
    const path = join(tempFolder(), '.env');
    writeFileSync(path, 'GREETING="from the file" # a remark\nUNUSED=1\n');
    const options = { vars: path };
    expect(said({})).toBe('hello');
    expect(said(options)).toBe('from the file');
    expect(said(options, { GREETING: 'from the environment' })).toBe('from the environment');
    expect(said({ ...options, env: ['GREETING=from=-e'] }, { GREETING: 'x' })).toBe('from=-e');
    expect(said({ env: ['GREETING=one', 'GREETING=two'] })).toBe('two');
  });

  it('rejects -e without a name or a value, and a missing variables file', () => {
    for (const pair of ['GREETING', '=x', ' =x']) expect(refusal(() => said({ env: [pair] })).message).toContain('-e');
    expect(refusal(() => said({ vars: '/nowhere/.env' })).message).toContain('variables file /nowhere/.env');
  });

  it('requires only the variables that the run needs', () => {
    const { EU_URL, VUS, LIMIT } = ALL;
    expect(scenario({ vus: 1, conversations: 1 }, { EU_URL, LIMIT }).load).toBeUndefined();
    expect(scenario({ 'no-thresholds': true }, { EU_URL, VUS }).thresholds).toEqual([]);
    expect(Object.keys(scenario({ mock: true }, { VUS, LIMIT }).targets)).toEqual(['eu']);
    expect(Object.keys(scenario({ target: ['https://h.example.com/T'] }, { VUS, LIMIT }).targets)).toEqual(['eu']);
  });

  it.each([
    ['EU_URL', {}],
    ['VUS', { mock: true }],
    ['LIMIT', { mock: true, vus: 1 }],
  ])('names a missing variable: %s', (name, options) => {
    const others = Object.fromEntries(Object.entries(ALL).filter(([key]) => key !== name));
    const path = file();
    const { message } = refusal(() => scenario(options, others, path));
    expect(message).toContain(name);
    expect(message).toContain('scenario.yml:');
  });

  it('consists of the utterances of --say, in order', () => {
    const quick = resolveScenario(undefined, { say: ['hello', 'a table for two'] }, {});
    expect(quick.conversations.map(({ steps }) => steps.map(textOf))).toEqual([['hello', 'a table for two']]);
  });

  it('comes from exactly one of the two', () => {
    expect(refusal(() => resolveScenario({ text: '', path: 'x.yml' }, { say: ['hello'] }, {})).message).toContain(
      'not both',
    );
    expect(refusal(() => resolveScenario(undefined, {}, {})).hint).toContain('--say');
    expect(refusal(() => readScenarioText('/nowhere/x.yml')).message).toContain('the scenario /nowhere/x.yml');
  });
});

describe('the plan of a run', () => {
  const plan = (options: RunOptions = {}, text = SCENARIO) => {
    const read = scenario(options, ALL, file(text));
    return prepareRun(
      read,
      resolveTargets(read.targets, options, {}, () => MOCK),
      options,
    );
  };

  it('has a default id, name, seed and connect limit', () => {
    const [one, other] = [plan(), plan()];
    expect(one.id).toMatch(/^plv-[0-9a-z]{8}$/);
    expect(other.id).not.toBe(one.id);
    expect(Number.isInteger(one.seed) && one.seed >= 0).toBe(true);
    expect(other.seed).not.toBe(one.seed);
    expect(one).toMatchObject({ name: 'variables', tags: {}, connectConcurrency: 50 });
    expect(one.scenario.thresholds).toEqual([expect.anything(), DEFAULT_THRESHOLD]);
  });

  it('uses given values', () => {
    const given = plan({
      'run-id': 'nightly-7',
      name: 'nightly',
      seed: 0,
      tag: ['branch=main', 'stage=a=b'],
      'connect-concurrency': 5,
      'no-thresholds': true,
    });
    expect(given).toMatchObject({
      id: 'nightly-7',
      name: 'nightly',
      seed: 0,
      tags: { branch: 'main', stage: 'a=b' },
      connectConcurrency: 5,
    });
    expect(given.scenario.thresholds).toEqual([DEFAULT_THRESHOLD]);
  });

  it('rejects an id that is invalid in a URL, and a tag without a value', () => {
    expect(refusal(() => plan({ 'run-id': 'a b' })).message).toContain('"a b"');
    expect(refusal(() => plan({ 'run-id': 'x'.repeat(32) })).message).toContain('the maximum is 31');
    expect(refusal(() => plan({ tag: ['branch'] })).message).toContain('--tag');
  });

  it('rejects unknown labels in thresholds and stop rules, and too many series', () => {
    const asked = SCENARIO.replace('first_output p(95)', 'turn{step=helo} p(95)');
    expect(refusal(() => plan({}, asked)).message).toContain('there is no step "helo"');
    const rules = ['connects_failed{target="uk"} > 50% for 10s'];
    expect(refusal(() => plan({ 'stop-on': rules })).message).toContain('there is no target "uk"');
    expect(plan({ 'stop-on': ['off'] }).stopOn).toEqual({ breaker: false, rules: [] });
    const long = SCENARIO.replace(
      /steps: .*/,
      `steps: [${Array.from({ length: 1300 }, (_, at) => `"say ${at}"`)}] } ]`,
    );
    expect(refusal(() => plan({}, long)).message).toMatch(/would measure [\d,]+ distributions/);
  });

  it('takes the detail of its series from --series, else from the scenario', () => {
    const byConversation = `series: conversations\n${SCENARIO}`;
    expect(plan({}).scenario.series).toBeUndefined();
    expect(plan({}, byConversation).scenario.series).toBe('conversations');
    expect(plan({ series: 'none' }, byConversation).scenario.series).toBe('none');
    const ofStep = byConversation.replace('first_output p(95)', 'turn{step=hello} p(95)');
    const { message, hint } = refusal(() => plan({}, ofStep));
    expect(message).toContain('turn is not measured by step with --series conversations');
    expect(hint).toBe('use --series steps (series: steps in the scenario), or remove the label step');
    expect(plan({ series: 'steps' }, ofStep).scenario.series).toBe('steps');
  });

  it('combines targets and load', () => {
    expect(plan({ vus: 2 })).toMatchObject({ load: { maxVus: 2, conversations: 2 }, targets: [{ name: 'eu' }] });
  });
});
