// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadScenarioFile } from '../../src/scenario/load-scenario.ts';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';

const examples = readdirSync('scenarios').filter((name) => name.endsWith('.yml'));
const textOf = (name: string) => readFileSync(`scenarios/${name}`, 'utf8');
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const schema = scenarioJsonSchema();
const validate = ajv.compile(schema);
const accepts = (yaml: string) => validate(parse(yaml));
const withStep = (step: string) => `conversations: [{ steps: [ ${step} ] }]`;

describe('the JSON Schema of a scenario', () => {
  it('is the committed one (otherwise run npm run schema)', () => {
    expect(JSON.parse(textOf('scenario.schema.json'))).toEqual(scenarioJsonSchema());
  });

  it.each(examples)('accepts scenarios/%s, as palaver does', (name) => {
    expect(validate(parse(textOf(name))) ? [] : validate.errors).toEqual([]);
    const scenario = loadScenarioFile(`scenarios/${name}`, { env: {}, needTargets: false });
    expect(scenario.conversations.length).toBeGreaterThan(0);
  });

  it.each([
    withStep('hello'),
    withStep('4, 007, yes, true'),
    withStep('{ say: { data: { a: 1 } }, as: 5 }'),
    withStep('{ say: x, expect: { text: short, replies: 0 }, think: "${THINK}", resetFlow: "${RESET}" }'),
    withStep('{ say: x, completion: { match: { not: { equals: a } } } }'),
    withStep('{ press: Yes }, { press: 2 }, { press: { title: 4 }, as: x }, { press: "${BUTTON}" }'),
    withStep('{ say: { oneOf: [a, 4] }, capture: { day: { jsonpath: $.a }, p: { regex: /(a)/, group: 1 } } }'),
    withStep(
      '{ say: a, expect: { text: { all: b }, jsonpath: { $.a: { exists: false }, $.b: 4, $.c: null, $.d: { not: e } } } }',
    ),
    withStep(
      '{ say: a, completion: { match: { quickReplies: Yes } }, typing: true, errorTexts: [a, /b/i], think: reading }',
    ),
    withStep(
      '{ wait: any }, { wait: { source: agent, timeout: 3s } }, { pause: 1s..2s }, { use: pay }, { disconnect: true }',
    ),
    withStep(
      '{ inject: a }, { notify: { data: { a: 1 }, answer: { text: b }, statuses: [200] } }, { inject: { text: a, answer: first } }',
    ),
    withStep(
      '{ reset: true }, { reset: { expect: { text: a } } }, { reconnect: {} }, { reconnect: 2s }, { reconnect: { session: new } }',
    ),
    withStep('{ repeat: { times: 3, steps: [ { repeat: { while: { text: a }, steps: [ b ] } } ] } }'),
    withStep('{ branch: [ { when: { text: a }, steps: [ b ] }, { otherwise: [ { use: c } ] } ] }'),
    `${withStep('a')}\nstepLists: { pay: [ by card, { use: other } ], other: [ x ] }\nprofiles: { smoke: { thresholds: [] } }`,
    `${withStep('a')}\nidentity: { userId: "{{guest}}", session: keep }\nmarker: text\nbudget: { inputs: 5 }\nstopWhen: [{ source: agent, as: failed }]`,
    'conversations: [{ feed: guests.csv, identity: { channel: x }, steps: [ a ], stopWhen: { text: b } }]',
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
    withStep('{ press: Yes, data: {} }'),
    withStep('{ press: Yes, say: a }'),
    withStep('{ press: 0 }'),
    withStep('{ wait: 10s }'),
    withStep('{ wait: any, timeout: 10s }'),
    withStep('{ repeat: { times: 3 } }'),
    withStep('{ repeat: { times: 3, steps: [ { repeat: { times: 0, steps: [ a ] } } ] } }'),
    withStep('{ branch: [] }'),
    withStep('{ branch: [ { when: {}, steps: [ a ] } ] }'),
    withStep('{ disconnect: false }'),
    withStep('{ say: x, expect: { text: {} } }'),
    `${withStep('a')}\nload: { closed: { vus: 0 } }`,
    `${withStep('a')}\nload: { closed: { stages: [{ soon: 50 }] } }`,
    `${withStep('a')}\nprofiles: { smoke: { conversations: [] } }`,
    `${withStep('a')}\nabort: {}`,
  ])('rejects %s', (yaml) => {
    expect(accepts(yaml)).toBe(false);
  });

  it('describes every key', () => {
    const undescribed = nodesOf(schema, '#').flatMap(([place, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, property]) => !describes(property))
        .map(([key]) => `${place}/${key}`),
    );
    expect(undescribed).toEqual([]);
  });

  it('accepts its own examples', () => {
    const examples = nodesOf(schema, '#').flatMap(([place, node]) =>
      (node.examples ?? []).map((example) => ({ place, node, example })),
    );
    expect(examples.length).toBeGreaterThan(20);
    const refused = examples.filter(({ node, example }) => !ajv.compile({ ...node, $defs: schema.$defs })(example));
    expect(refused.map(({ place, example }) => `${place}: ${JSON.stringify(example)}`)).toEqual([]);
  });
});

interface Node {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly $ref?: string;
}

/** Every schema in a schema, with its place. */
function nodesOf(node: unknown, place: string): readonly (readonly [string, Node])[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  const inner = Object.entries(node).flatMap(([keyword, value]) => {
    const at = `${place}/${keyword}`;
    if (['items', 'additionalProperties', 'propertyNames'].includes(keyword)) return nodesOf(value, at);
    if (!['properties', '$defs', 'anyOf'].includes(keyword)) return [];
    return Object.entries(value as object).flatMap(([key, child]) => nodesOf(child, `${at}/${key}`));
  });
  return [[place, node as Node], ...inner];
}

/** Its own description, or that of the definition it stands for. */
function describes({ description, $ref }: Node): boolean {
  const named = (schema.$defs as Record<string, Node>)[$ref?.replace('#/$defs/', '') ?? ''];
  return (description ?? named?.description) !== undefined;
}
