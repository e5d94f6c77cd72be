import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import type { AgentDeps } from '../../src/fleet/agent/agent-deps.ts';
import { prepareShare } from '../../src/fleet/agent/prepare-share.ts';
import { decodeOrder, encodeOrder, type OrderSource, targetFingerprint } from '../../src/fleet/order.ts';
import { unseal } from '../../src/fleet/wire/seal.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { TargetOptions } from '../../src/run/run-options.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { eventually } from '../support/eventually.ts';
import { mock } from '../support/mock-fixture.ts';
import { tempFolder } from '../support/palaver.ts';
import { RehearsedFleet } from '../support/rehearsed-fleet.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { TestSystem } from '../support/test-system.ts';

const TOKEN = 'token-of-order-tests';
const scenarioWith = (conversation: string) => `
name: ordered
targets: { bot: '\${BOT_URL}' }
conversations: [ { name: talk, steps: [ ${conversation} ] } ]
`;

/** A plan as a coordinator makes it, with the order for its agents. */
async function ordered(source: Partial<OrderSource> = {}, text = scenarioWith('hello, goodbye')) {
  const server = await mock();
  const env = { BOT_URL: `${server.url}/${TOKEN}` };
  const system = new TestSystem(env);
  const scenario = loadScenario(text, 'scenario.yml', { env, needTargets: true });
  const endpoints = resolveTargets(scenario.targets, {}, env);
  const options = { seed: 7, vus: 4, conversations: 8, 'run-id': 'plv-order', yes: true };
  const plan = prepareRun(scenario, endpoints, options);
  const targets = await preflight(plan, system);
  const encode = () => encodeOrder(plan, targets, { scenarioText: text, options, key: undefined, ...source });
  return { env, plan, targets, encode };
}

/** An agent with this environment, asked for the first of two shards. */
async function prepareOn(env: Readonly<Record<string, string>>, bytes: Uint8Array, more: Partial<AgentDeps> = {}) {
  const fleet = new RehearsedFleet();
  const { deps } = await fleet.join('a');
  const agent = { ...deps, system: new TestSystem(env), ...more };
  return prepareShare(decodeOrder(bytes), { index: 0, count: 2 }, agent, {});
}

describe('an order', () => {
  it('has the plan of the run, without targets', async () => {
    const { plan, targets, encode } = await ordered();
    const order = decodeOrder(encode());
    expect(order.plan).toEqual({ ...plan, targets: [], scenario: { ...plan.scenario, targets: {} } });
    expect(order.options).toEqual({ workers: undefined, yes: true });
    expect(order.targets).toMatchObject({
      kind: 'own',
      written: JSON.stringify({ bot: `\${BOT_URL}` }),
      expected: [targetFingerprint(targets[0]!.settled)],
    });
  });

  it('has no unencrypted token; with a fleet key, the targets are encrypted for this run', async () => {
    const key = randomBytes(32);
    for (const source of [{}, { key }]) {
      const { encode } = await ordered(source);
      expect(gunzipSync(encode()).includes(TOKEN)).toBe(false);
    }
    const { targets, encode } = await ordered({ key });
    const order = decodeOrder(encode()).targets;
    if (order.kind !== 'sealed') throw new Error('not sealed');
    const opened = deserialize(unseal(order.targets, key, 'plv-order')) as SettledEndpoint[];
    expect(opened).toEqual(targets.map(({ settled }) => settled));
    expect(() => unseal(order.targets, key, 'plv-another')).toThrow('the fleet keys differ');
  });

  it('is refused if the scenario contains a secret', async () => {
    const { encode } = await ordered({}, scenarioWith(`"my token is ${TOKEN}"`));
    expect(encode).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('which would be sent to the agents unencrypted'),
        exit: 'invalid',
      }),
    );
  });

  it('that cannot be read is refused with what to do', () => {
    expect(() => decodeOrder(Buffer.from('no order'))).toThrow(
      expect.objectContaining({
        message: 'the plan from the coordinator cannot be read: incorrect header check',
        hint: expect.stringContaining('the same versions of palaver and Node.js'),
        exit: 'incomplete',
      }),
    );
  });
});

describe('a target', () => {
  const target = settledEndpoint('http://127.0.0.1:1/token-of-order-tests', { headers: { cookie: 'sweet-biscuit' } });
  const fingerprint = targetFingerprint(target);

  it('has a fingerprint without secrets', () => {
    expect(fingerprint).not.toContain(TOKEN);
    expect(fingerprint).not.toContain('biscuit');
    expect(targetFingerprint({ ...target })).toBe(fingerprint);
  });

  it.each<[string, Partial<SettledEndpoint>]>([
    ['name', { name: 'other' }],
    ['token', { address: { ...target.address, token: 'other-token-of-tests' } }],
    ['address', { address: { ...target.address, origin: 'http://127.0.0.1:2' } }],
    ['Socket.IO version', { socketio: 2 }],
    ['readiness', { ready: { kind: 'assume', afterMs: 200 } as never }],
    ['header', { headers: { cookie: 'salty-biscuit' } }],
    ['name of a header', { headers: { accept: 'sweet-biscuit' } }],
  ])('with another %s has another fingerprint', (_, change) => {
    expect(targetFingerprint({ ...target, ...change })).not.toBe(fingerprint);
  });
});

describe('an agent', () => {
  it('prepares its share with the targets of its own environment', async () => {
    const { env, encode } = await ordered();
    const prepared = await prepareOn(env, encode());
    expect(prepared.begin).toBeTypeOf('function');
    prepared.discard();
  });

  it('opens a file for its turns in its own folder, and removes it if the run does not start', async () => {
    const { env, encode } = await ordered({ turns: '../../turns.jsonl' });
    const reportDir = tempFolder();
    const prepared = await prepareOn(env, encode(), { reportDir });
    expect(readdirSync(reportDir)).toEqual(['plv-order-shard-1-of-2-turns.jsonl']);
    prepared.discard();
    await eventually(() => readdirSync(reportDir).length === 0);
  });

  it('or with the encrypted ones, if it has the key', async () => {
    const key = randomBytes(32);
    const { encode } = await ordered({ key });
    (await prepareOn({}, encode(), { key })).discard();
    await expect(prepareOn({}, encode())).rejects.toMatchObject({
      message: 'the targets of the run are encrypted, and this agent has no fleet key',
      hint: expect.stringContaining('--fleet-key-file'),
    });
    await expect(prepareOn({}, encode(), { key: randomBytes(32) })).rejects.toThrow('the fleet keys differ');
  });

  it('keeps its own network settings, which override those of encrypted targets', async () => {
    const key = randomBytes(32);
    const { encode } = await ordered({ key });
    const from = (address: string) => prepareOn({}, encode(), { key, targetOptions: { 'local-address': [address] } });
    (await from('127.0.0.1')).discard();
    await expect(from('192.0.2.1')).rejects.toThrow('192.0.2.1');
  });

  it('refuses a target that differs from that of the coordinator, and names the difference', async () => {
    const { env, encode } = await ordered();
    const refused = prepareOn({ BOT_URL: env.BOT_URL.replace(TOKEN, 'other-token-of-tests') }, encode());
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(/^target bot differs on this agent: token is .+, but .+ on the coordinator$/),
      exit: 'incomplete',
      hint: 'set the same variables of the targets on the coordinator and on all agents',
    });
    await expect(refused).rejects.not.toThrow(TOKEN);
    const settings: TargetOptions = { header: ['x-tenant: other'] };
    await expect(prepareOn(env, encode(), { targetOptions: settings })).rejects.toThrow(
      /^target bot differs on this agent: headers is x-tenant \w{4}, but none on the coordinator$/,
    );
  });

  it('names the variable of the targets that is not set', async () => {
    const { encode } = await ordered();
    await expect(prepareOn({}, encode())).rejects.toMatchObject({
      message: 'the targets of the scenario need variables that agent a does not have: BOT_URL',
      hint: expect.stringContaining('set the variables of the targets in the environment of each agent'),
    });
  });

  it('says what to do if neither the scenario nor its environment has a target', async () => {
    const { encode } = await ordered({ scenarioText: undefined });
    await expect(prepareOn({}, encode())).rejects.toMatchObject({
      message: 'this agent has no target: neither its environment nor the scenario has one',
      hint: expect.stringMatching(/PALAVER_TARGET in the environment of each agent.*--fleet-key-file/),
    });
  });

  it('refuses hosts that it may not send load to, before it connects', async () => {
    const { encode } = await ordered();
    await expect(prepareOn({ BOT_URL: `https://bot.example.com/${TOKEN}` }, encode())).rejects.toMatchObject({
      message: 'target bot: this agent may not send load to the host bot.example.com',
      exit: 'invalid',
    });
  });
});
