import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { AgentsAtWork } from '../../src/fleet/coordinator/agents-at-work.ts';
import { type FleetConnection, NoAnswer } from '../../src/fleet/wire/fleet-connection.ts';
import { encodeJson } from '../../src/fleet/wire/json-messages.ts';
import type { LiveState, Offer } from '../../src/fleet/wire/messages.ts';
import { splitMessage } from '../../src/fleet/wire/parts.ts';
import { subjectsOf } from '../../src/fleet/wire/subjects.ts';
import { nameOfShare } from '../../src/run/shards/resolve-share.ts';
import { FakeTime, settled } from '../support/fake-time.ts';

const LEASE_MS = 10_000;
const NO_CELLS = { trends: [], counters: [], censored: [] };

const agentOf = (name: string): Offer => ({ id: name, name, host: 'vm', version: '0', cpus: 2, allow: [] });
const stateOf = (activeVus: number): LiveState => ({
  elapsedMs: 1000,
  activeVus,
  cells: NO_CELLS,
  scoped: [],
  errors: [],
  threads: [],
  endings: [],
});

/** Agents at work, of which nobody answers requests; `publish`: what one of them publishes. */
async function atWork(...names: readonly string[]) {
  const time = new FakeTime();
  let hear: (bytes: Uint8Array) => void = () => {};
  const connection = {
    subjects: subjectsOf('default'),
    request: () => Promise.reject(new NoAnswer()),
    listen(_: string, handle: typeof hear) {
      hear = handle;
      return Promise.resolve(() => {});
    },
  } as unknown as FleetConnection;
  const notices: string[] = [];
  const system = { clock: time, timers: time, wallClock: { now: () => new Date() } };
  const deps = { connection, system, leaseMs: LEASE_MS, version: '0', onNotice: (text: string) => notices.push(text) };
  const agents = new AgentsAtWork('run', names.map(agentOf), deps);
  await agents.listen();
  let sequence = 0;
  const publish = (from: string, kind: 'live' | 'saved' | 'final', content: Uint8Array) => {
    for (const part of splitMessage({ from, kind, sequence: ++sequence }, content, 1_000_000)) hear(part);
  };
  const live = (from: string, vus: number) => publish(from, 'live', gzipSync(encodeJson(stateOf(vus))));
  const silence = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1000) {
      agents.checkSilence();
      await time.advance(1000);
    }
    agents.checkSilence();
    await settled();
  };
  return { agents, notices, publish, live, silence };
}

const activeVus = ({ live }: AgentsAtWork) =>
  live.map(({ agent, state, isWorking }) => `${agent.name} ${isWorking ? state()!.activeVus : 0}`);

it('an agent that is silent for a lease is lost: its users no longer count, its last results do', async () => {
  const { agents, notices, publish, live, silence } = await atWork('first', 'second', 'third');
  for (const name of ['first', 'second']) live(name, 5);
  publish('second', 'saved', Buffer.from('last results'));
  expect([agents.lost.length, activeVus(agents)]).toEqual([0, ['first 5', 'second 5']]);
  await silence(LEASE_MS - 1000);
  live('first', 4);
  expect(agents.lost).toEqual([]);
  await silence(2000);
  expect(
    agents.lost.map(({ agent, share, why, saved }) => `${agent.name} ${nameOfShare(share)}: ${why}; ${saved}`),
  ).toEqual([
    'second 2/3: no message from it for 10.0 s; last results',
    'third 3/3: no message from it for 10.0 s; undefined',
  ]);
  expect(notices[0]).toBe('agent second (vm) is lost: no message from it for 10.0 s');
  expect(activeVus(agents)).toEqual(['first 4', 'second 0']);
  publish('first', 'final', Buffer.from('all results'));
  expect(await agents.allDone).toEqual(agents.lost);
  expect(activeVus(agents)).toEqual(['first 0', 'second 0']);
  expect(agents.saved.map(({ agent, file }) => `${agent.name}: ${file}`)).toEqual([
    'first: all results',
    'second: last results',
  ]);
});
