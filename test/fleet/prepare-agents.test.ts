import { describe, expect, it } from 'vitest';
import { prepareAgents } from '../../src/fleet/coordinator/prepare-agents.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { fleetOrder, RehearsedFleet, type RehearsedSetting } from '../support/rehearsed-fleet.ts';

const NEVER = new AbortController().signal;
const RUN = 'plv-fleet';

/** A fleet whose agents are reserved for a run. */
async function reservedFleet(agents: Readonly<Record<string, RehearsedSetting>>, maxBytes?: number) {
  const fleet = new RehearsedFleet(maxBytes === undefined ? {} : { maxBytes });
  for (const [name, setting] of Object.entries(agents)) await fleet.join(name, setting);
  const deps = fleet.coordinator();
  const offers = await fleet.meanwhile(reserveAgents(deps, RUN, { wanted: { kind: 'all', max: 9 }, waitMs: 0 }, NEVER));
  const prepare = (abort = NEVER, waitMs = 60_000) =>
    fleet.meanwhile(prepareAgents(deps, offers, { run: RUN, order: fleetOrder(), waitMs }, abort));
  return { fleet, deps, offers, prepare };
}

const later = (fleet: () => RehearsedFleet, ms: number) => () =>
  new Promise<void>((resolve) => {
    const { time } = fleet();
    time.at(time.nowUs() + ms * 1000, resolve);
  });

describe('agents are prepared', () => {
  it('each for its share of the order, which arrives in parts', async () => {
    const { fleet, prepare } = await reservedFleet({ a: {}, b: {}, c: {} }, 2048);
    let parts = 0;
    fleet.bus.passage = ({ kind, subject }) => {
      if (kind === 'response' && subject === fleet.bus.subjects.order(RUN)) parts++;
      return 'pass';
    };
    await prepare();
    expect(fleet.agents.map(({ notices }) => notices)).toEqual([
      [`run ${RUN}: preparing shard 1/3`],
      [`run ${RUN}: preparing shard 2/3`],
      [`run ${RUN}: preparing shard 3/3`],
    ]);
    expect(parts).toBe(3 * Math.ceil(fleetOrder().length / 1024));
  });

  it('however long that takes, as long as they are ready in time', async () => {
    let fleet: RehearsedFleet | undefined;
    const reserved = await reservedFleet({ a: {}, b: { preparing: later(() => fleet!, 50_000) } });
    fleet = reserved.fleet;
    const fromUs = fleet.time.nowUs();
    await reserved.prepare();
    expect((fleet.time.nowUs() - fromUs) / 1e6).toBeCloseTo(50, 0);
  });

  it('within the wait: one that is never ready ends the run, and is named', async () => {
    const { prepare } = await reservedFleet({ a: {}, slow: { preparing: () => new Promise(() => {}) } });
    await expect(prepare(NEVER, 90_000)).rejects.toMatchObject({
      message: 'agent slow (here) was not ready within 1m 30s',
      exit: 'incomplete',
      hint: 'look at its log, or wait longer: --wait 2m',
    });
  });

  it('or say why they cannot be, with the exit code', async () => {
    const refusal = new KnownError('its disk is full', { exit: 'unreachable', hint: 'delete reports' });
    const { fleet, prepare } = await reservedFleet({ a: {}, b: { preparing: () => Promise.reject(refusal) } });
    await expect(prepare()).rejects.toMatchObject({
      message: 'agent b (here): its disk is full',
      exit: 'unreachable',
      hint: 'delete reports',
    });
    expect(fleet.agents[1]!.notices).toContain(`run ${RUN}: its disk is full`);
  });

  it('and none is asked any more once one has failed', async () => {
    const { fleet, prepare } = await reservedFleet({
      a: { preparing: () => new Promise(() => {}) },
      b: { preparing: () => Promise.reject(new KnownError('no')) },
    });
    await expect(prepare()).rejects.toThrow('agent b (here): no');
    let asked = 0;
    fleet.bus.passage = () => {
      asked++;
      return 'pass';
    };
    await fleet.time.advance(20_000);
    expect(asked).toBe(0);
  });

  it('unless one no longer answers', async () => {
    const { fleet, prepare } = await reservedFleet({ a: {}, gone: { preparing: () => new Promise(() => {}) } });
    const refused = expect(prepare()).rejects.toMatchObject({
      message: 'agent gone (here) no longer answers',
      exit: 'incomplete',
    });
    await fleet.time.advance(5000);
    fleet.agents[1]!.connection.interrupt();
    await refused;
  });

  it('also if the connection of one is interrupted for some seconds', async () => {
    let fleet: RehearsedFleet | undefined;
    const reserved = await reservedFleet({ a: { preparing: later(() => fleet!, 15_000) } });
    fleet = reserved.fleet;
    const { connection } = fleet.agents[0]!;
    const prepared = reserved.prepare();
    fleet.time.at(fleet.time.nowUs() + 4_000_000, () => connection.interrupt());
    fleet.time.at(fleet.time.nowUs() + 9_000_000, () => connection.restore());
    await prepared;
    expect(connection.isConnected).toBe(true);
  });

  it('also if the coordinator has no connection for some seconds while they fetch the order', async () => {
    const { fleet, deps, prepare } = await reservedFleet({ a: {} }, 2048);
    fleet.bus.passage = ({ kind, subject }) => {
      if (kind !== 'request' || subject !== fleet.bus.subjects.order(RUN)) return 'pass';
      fleet.bus.passage = () => 'pass';
      deps.connection.interrupt();
      fleet.time.at(fleet.time.nowUs() + 8_000_000, () => deps.connection.restore());
      return 'drop';
    };
    await prepare();
    expect(fleet.agents[0]!.notices).toEqual([`run ${RUN}: preparing shard 1/1`]);
  });

  it.each(['request', 'response'] as const)('although any %s is lost once', async (lost) => {
    const { fleet, prepare } = await reservedFleet({ a: {}, b: {} }, 2048);
    const seen = new Set<string>();
    fleet.bus.passage = ({ kind, subject, bytes }) => {
      const message = `${subject} ${kind === 'request' ? Buffer.from(bytes).toString() : bytes.length}`;
      if (kind !== lost || seen.has(message)) return 'pass';
      seen.add(message);
      return 'drop';
    };
    await prepare();
    expect(seen.size).toBeGreaterThan(2);
  });

  it('also if messages arrive twice', async () => {
    const { fleet, prepare } = await reservedFleet({ a: {}, b: {} }, 2048);
    fleet.bus.passage = () => 'twice';
    await prepare();
    expect(fleet.agents.map(({ notices }) => notices.length)).toEqual([1, 1]);
  });

  it('not, if the order arrives damaged', async () => {
    const { fleet, deps, offers } = await reservedFleet({ a: {} });
    const damaged = prepareAgents(deps, offers, { run: RUN, order: Buffer.from('no order'), waitMs: 60_000 }, NEVER);
    await expect(fleet.meanwhile(damaged)).rejects.toMatchObject({
      message: expect.stringContaining('agent a (here): the plan from the coordinator cannot be read'),
      exit: 'incomplete',
    });
  });

  it('no longer after a stop signal, which ends the wait at once', async () => {
    const { fleet, prepare } = await reservedFleet({ a: { preparing: () => new Promise(() => {}) } });
    const stop = new AbortController();
    const stopped = expect(prepare(stop.signal)).rejects.toThrow('stopped');
    for (const whileAsking of [false, true]) {
      if (whileAsking) fleet.bus.passage = () => 'drop';
      await fleet.time.advance(1100);
    }
    stop.abort(new KnownError('stopped', { exit: 'signal' }));
    await stopped;
  });
});
