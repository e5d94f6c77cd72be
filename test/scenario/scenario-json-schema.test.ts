// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';

const examples = readdirSync('scenarios').filter((name) => name.endsWith('.yml'));
const textOf = (name: string) => readFileSync(`scenarios/${name}`, 'utf8');
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(scenarioJsonSchema());
const accepts = (yaml: string) => validate(parse(yaml));
const withStep = (step: string) => `conversations: [{ steps: [ ${step} ] }]`;

describe('the JSON Schema of a scenario', () => {
  it('is the one in scenarios/ (else run: npm run schema)', () => {
    expect(JSON.parse(textOf('scenario.schema.json'))).toEqual(scenarioJsonSchema());
  });

  it.each(examples)('accepts scenarios/%s, as palaver does', (name) => {
    expect(validate(parse(textOf(name))) ? [] : validate.errors).toEqual([]);
    expect(loadScenario(textOf(name), name, { env: {}, needTargets: false }).conversations.length).toBeGreaterThan(0);
  });

  it.each([
    withStep('hello'),
    withStep('4, 007, yes, true'),
    withStep('{ say: { data: { a: 1 } }, as: 5 }'),
    withStep('{ say: x, expect: { text: short, replies: 0 }, think: "${THINK}", resetFlow: "${RESET}" }'),
    withStep('{ say: x, completion: { match: { not: { equals: a } } } }'),
    `${withStep('a')}\nload: { closed: { stages: [{ 30s: 50 }, { duration: 2m, vus: 5 }, { "\${RAMP}": "\${VUS}" }] } }`,
    `${withStep('a')}\ntargets: { eu: "\${EU}", us: { url: x, socketio: 2 } }\nthresholds: [turns_timed_out == 0, { expression: turns_timed_out == 0 }]`,
  ])('accepts the form %s', (yaml) => {
    expect(accepts(yaml) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    'name: no conversations',
    withStep(''),
    withStep('{ hello: there }'),
    withStep('{ say: x, tiemout: 3s }'),
    withStep('{ say: x, timeout: 30 sec }'),
    withStep('{ press: Yes }'),
    withStep('{ say: x, expect: { text: {} } }'),
    `${withStep('a')}\nload: { closed: { vus: 0 } }`,
    `${withStep('a')}\nload: { closed: { stages: [{ soon: 50 }] } }`,
    `${withStep('a')}\nprofiles: {}`,
  ])('refuses %s', (yaml) => {
    expect(accepts(yaml)).toBe(false);
  });

  it('describes every key that can be written', () => {
    const undescribed = Object.entries(scenarioJsonSchema().properties as Record<string, { description?: string }>)
      .filter(([, property]) => !property.description)
      .map(([key]) => key);
    expect(undescribed).toEqual([]);
  });
});
