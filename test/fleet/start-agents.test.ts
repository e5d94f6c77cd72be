import { describe, expect, it } from 'vitest';
import { prepareAgents } from '../../src/fleet/coordinator/prepare-agents.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { startAgents } from '../../src/fleet/coordinator/start-agents.ts';
import type { FleetConnection } from '../../src/fleet/wire/fleet-connection.ts';
import type { AgentRequest, Offer } from '../../src/fleet/wire/messages.ts';
import { subjectsOf } from '../../src/fleet/wire/subjects.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { sleep } from '../../src/platform/time/sleep.ts';
import { FakeTime } from '../support/fake-time.ts';
import { inTime } from '../support/in-time.ts';
import type { PassingMessage } from '../support/memory-fleet.ts';
import { fleetOrder, RehearsedFleet, type RehearsedSetting } from '../support/rehearsed-fleet.ts';

const NEVER = new AbortController().signal;
const RUN = 'plv-fleet';
const MINUTE_MS = 60_000;

/** A fleet whose agents are ready for a run. */
async function readyFleet(agents: Readonly<Record<string, RehearsedSetting>>) {
  const fleet = new RehearsedFleet();
  for (const [name, setting] of Object.entries(agents)) await fleet.join(name, setting);
  const deps = fleet.coordinator();
  const offers = await fleet.meanwhile(reserveAgents(deps, RUN, { wanted: { kind: 'all', max: 9 }, waitMs: 0 }, NEVER));
  const preparation = { run: RUN, order: fleetOrder(), waitMs: MINUTE_MS };
  await fleet.meanwhile(prepareAgents(deps, offers, preparation, NEVER));
  return { fleet, deps, start: (abort = NEVER) => fleet.meanwhile(startAgents(deps, offers, RUN, abort)) };
}

const offerOf = (name: string): Offer => ({ id: name, name, host: 'there', version: '1', cpus: 1, allow: [] });

const isA = (request: string, { kind, bytes }: PassingMessage) =>
  kind === 'request' && Buffer.from(bytes).includes(`"kind":"${request}"`);

describe('agents start', () => {
  it('at one instant, whatever their clocks show', async () => {
    const { fleet, deps, start } = await readyFleet({
      slow: { aheadMs: -7 * MINUTE_MS, wallAheadMs: -9 * MINUTE_MS },
      fast: { aheadMs: 1e9, wallAheadMs: 12 * MINUTE_MS },
    });
    // Slow links: the way there and back takes the same time in some rounds, and much longer one way in others.
    let passed = 0;
    fleet.bus.passage = ({ kind }) => {
      passed++;
      if (kind === 'request') return { afterMs: passed % 4 === 0 ? 90 : 20 };
      return kind === 'response' ? { afterMs: 20 } : 'pass';
    };
    const { startUs, startedAt, offsets } = await start();
    for (const [index, { load, system }] of fleet.agents.entries()) {
      const [shard] = load.started;
      const agentAheadUs = system.clock.nowUs() - deps.system.clock.nowUs();
      // What the coordinator takes for the same instant.
      expect(shard!.startUs - agentAheadUs).toBe(startUs);
      expect(offsets.find(({ aheadUs }) => aheadUs === agentAheadUs)).toEqual({
        aheadUs: agentAheadUs,
        errorUs: 20_000,
      });
      expect(shard!.segment).toEqual({ index: 1 - index, count: 2 });
      // One date for all: that of the coordinator.
      expect(shard!.todayMs).toBe(startedAt.getTime());
    }
  });

  it('all in time, 1,000 of them, too: few clocks are compared at once, and a start that is further away is agreed', async () => {
    const time = new FakeTime();
    const system = { clock: time, timers: time, wallClock: { now: () => new Date(0) } };
    let [waiting, most] = [0, 0];
    const request = async (_: string, value: unknown) => {
      if ((value as AgentRequest).kind === 'start') return { phase: 'running' };
      most = Math.max(most, ++waiting);
      await sleep(system, 1);
      waiting--;
      return { nowUs: time.nowUs() };
    };
    const connection = { subjects: subjectsOf('default'), request } as unknown as FleetConnection;
    const agents = Array.from({ length: 1000 }, (__, index) => offerOf(`agent ${index}`));
    const deps = { connection, system, leaseMs: MINUTE_MS, version: '1', onNotice: () => {} };
    let comparedUs = 0;
    const started = startAgents(deps, agents, RUN, NEVER).finally(() => {
      comparedUs = time.nowUs();
    });
    const { startUs } = await inTime(time, started);
    expect([most, (startUs - comparedUs) / 1000]).toEqual([16, 2500]);
  });

  it('with an error of half of the shortest round trip at most', async () => {
    const { fleet, deps, start } = await readyFleet({ a: { aheadMs: 5 * MINUTE_MS } });
    fleet.bus.passage = ({ kind }) => ({ afterMs: kind === 'request' ? 50 : 10 });
    const { startUs, offsets } = await start();
    const [{ load, system }] = fleet.agents as [RehearsedFleet['agents'][0]];
    const ahead = system.clock.nowUs() - deps.system.clock.nowUs();
    expect(offsets[0]!.errorUs).toBe(30_000);
    expect(Math.abs(load.started[0]!.startUs - ahead - startUs)).toBe(20_000);
  });

  it.each(['request', 'response'] as const)('although a %s is lost', async (lost) => {
    const { fleet, start } = await readyFleet({ a: {}, b: {} });
    const seen = new Map<string, number>();
    fleet.bus.passage = (message) => {
      const { kind, subject } = message;
      if (kind !== lost) return 'pass';
      const count = (seen.get(subject) ?? 0) + 1;
      seen.set(subject, count);
      // A reading of the clock, and (of eight and one more) the first start.
      return count === 2 || count === 9 ? 'drop' : 'pass';
    };
    await start();
    expect([...seen.values()]).toEqual([10, 10]);
    expect(fleet.agents.map(({ load }) => load.started.length)).toEqual([1, 1]);
  });

  it('all or none: one that does not answer ends the run, and is named', async () => {
    const { fleet, start } = await readyFleet({ a: {}, b: {} });
    fleet.agents[1]!.connection.interrupt();
    await expect(start()).rejects.toMatchObject({
      message: 'agent b (here) did not start: no answer',
      exit: 'incomplete',
    });
    expect(fleet.agents[0]!.load.started).toEqual([]);
  });

  it('unless their clock cannot be read', async () => {
    const { fleet, start } = await readyFleet({ a: {} });
    const { connection, subjects } = { connection: fleet.bus.connect(), subjects: fleet.bus.subjects };
    await fleet.agents[0]!.connection.close();
    await connection.serve(subjects.agent('id-1'), () => ({ time: 'noon' }));
    await expect(start()).rejects.toThrow('agent a (here) did not start: no answer');
  });

  it('never too late: one that the request reaches at the start refuses', async () => {
    const { fleet, start } = await readyFleet({ a: {} });
    fleet.bus.passage = (message) => (isA('start', message) ? { afterMs: 1400 } : 'pass');
    await expect(start()).rejects.toMatchObject({
      message: 'agent a (here) no longer answers',
      exit: 'incomplete',
    });
    await fleet.time.advance(5000);
    expect(fleet.agents[0]!.load.started).toEqual([]);
  });

  it('not after a stop signal, which ends the wait at once', async () => {
    const { fleet, start } = await readyFleet({ a: {} });
    const stop = new AbortController();
    const stopped = expect(start(stop.signal)).rejects.toThrow('stopped');
    fleet.bus.passage = (message) => {
      if (!isA('start', message)) return 'pass';
      stop.abort(new KnownError('stopped', { exit: 'signal' }));
      return 'drop';
    };
    await stopped;
  });
});
