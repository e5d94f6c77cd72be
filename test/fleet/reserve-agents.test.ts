import { describe, expect, it } from 'vitest';
import { releaseAll } from '../../src/fleet/coordinator/fleet-session.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import { parseWanted, type WantedAgents } from '../../src/fleet/coordinator/wanted-agents.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { LEASE_MS, RehearsedFleet } from '../support/rehearsed-fleet.ts';

const NEVER = new AbortController().signal;
const TWO = parseWanted(2);

/** A fleet in which coordinators reserve agents for runs. */
async function fleetOf(...names: string[]) {
  const fleet = new RehearsedFleet();
  for (const name of names) await fleet.join(name);
  const coordinator = fleet.coordinator();
  const reserve = (run: string, wanted: WantedAgents, waitMs = 10_000, abort = NEVER, by = coordinator) =>
    reserveAgents(by, run, { wanted, waitMs }, abort).then((agents) => agents.map(({ name }) => name));
  return { fleet, coordinator, reserve };
}

describe('agents', () => {
  it('are reserved for one run, in order of their names', async () => {
    const { fleet, reserve } = await fleetOf('c', 'a', 'b');
    expect(await fleet.meanwhile(reserve('run-1', TWO))).toEqual(['a', 'b']);
    expect(await fleet.meanwhile(reserve('run-2', parseWanted(undefined)))).toEqual(['c']);
  });

  it('are all that are free, of one place or of any', async () => {
    const fleet = new RehearsedFleet();
    for (const [name, place] of [
      ['a', 'eu'],
      ['b', 'us'],
      ['c', 'eu'],
    ] as const)
      await fleet.join(name, { place });
    const deps = fleet.coordinator();
    const placed = reserveAgents(deps, 'run', { wanted: parseWanted(undefined, ['us=1', 'eu=1']), waitMs: 0 }, NEVER);
    expect((await fleet.meanwhile(placed)).map(({ name }) => name)).toEqual(['b', 'a']);
    const nowhere = reserveAgents(deps, 'run', { wanted: parseWanted(undefined, ['mars=1']), waitMs: 2000 }, NEVER);
    await expect(fleet.meanwhile(nowhere)).rejects.toMatchObject({
      message: 'no agent has the place "mars"',
      hint: 'places of the fleet: eu, us',
      exit: 'invalid',
    });
  });

  it('are waited for until enough have joined', async () => {
    const { fleet, reserve } = await fleetOf('a');
    const reserved = reserve('run', TWO, 60_000);
    await fleet.time.advance(20_000);
    await fleet.join('b');
    expect(await fleet.meanwhile(reserved)).toEqual(['a', 'b']);
  });

  it('go to one of two coordinators that ask at the same time; the other gets the run that has them', async () => {
    const { fleet, reserve } = await fleetOf('a', 'b', 'c');
    const three = parseWanted(3);
    const both = Promise.allSettled([
      reserve('run-1', three),
      reserve('run-2', three, 10_000, NEVER, fleet.coordinator()),
    ]);
    const [first, second] = await fleet.meanwhile(both);
    expect(first).toEqual({ status: 'fulfilled', value: ['a', 'b', 'c'] });
    expect(second).toMatchObject({
      reason: {
        message: 'the fleet has too few agents after 10.0 s: 0 of 3 agents are free; 3 busy with run-1',
        exit: 'incomplete',
      },
    });
  });

  it.each([
    ['want them in another order', ['eu=1', 'us=1'], ['us=1', 'eu=1']],
    ['want one more or less', ['ap=1', 'eu=1', 'us=1'], ['eu=1', 'us=1']],
  ])('go to one of two coordinators that %s', async (_, left, right) => {
    const fleet = new RehearsedFleet();
    for (const place of ['ap', 'eu', 'us']) await fleet.join(`at ${place}`, { place });
    // Each has its first agent before it asks for the others.
    fleet.bus.passage = () => ({ afterMs: 10 });
    const reserve = (run: string, places: readonly string[]) =>
      reserveAgents(fleet.coordinator(), run, { wanted: parseWanted(undefined, places), waitMs: 20_000 }, NEVER);
    const both = await fleet.meanwhile(Promise.allSettled([reserve('run-1', left), reserve('run-2', right)]));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('are released if one of them could not be reserved', async () => {
    const { fleet, reserve } = await fleetOf('a', 'b', 'c');
    // c offers itself, but is taken before it can be reserved.
    fleet.bus.passage = ({ kind, subject }) =>
      kind === 'request' && subject === fleet.bus.subjects.agent('id-3') ? 'drop' : 'pass';
    await expect(fleet.meanwhile(reserve('run-1', parseWanted(3), 4000))).rejects.toMatchObject({
      message: 'the fleet has too few agents after 4.00 s: could not reserve c (no answer)',
      exit: 'incomplete',
    });
    expect(await fleet.meanwhile(reserve('run-2', TWO, 0))).toEqual(['a', 'b']);
  });

  it('are free again once they are released, or when their lease has ended', async () => {
    const { fleet, coordinator, reserve } = await fleetOf('a', 'b');
    const wanted = { wanted: TWO, waitMs: 0 };
    const reserved = await fleet.meanwhile(reserveAgents(coordinator, 'run-1', wanted, NEVER));
    await fleet.meanwhile(releaseAll(coordinator, reserved, 'run-1'));
    expect(await fleet.meanwhile(reserve('run-2', TWO, 0))).toEqual(['a', 'b']);
    await expect(fleet.meanwhile(reserve('run-3', TWO, 0))).rejects.toThrow('busy with run-2');
    await fleet.time.advance(LEASE_MS);
    expect(await fleet.meanwhile(reserve('run-3', TWO, 0))).toEqual(['a', 'b']);
    expect(fleet.agents[0]!.notices).toEqual([
      'run run-2: no message from the coordinator for 30.0 s; free for another run',
    ]);
  });

  it.each(['request', 'response'] as const)('are reserved although a %s is lost', async (lost) => {
    const { fleet, reserve } = await fleetOf('a', 'b');
    let count = 0;
    fleet.bus.passage = ({ kind, subject }) =>
      kind === lost && subject === fleet.bus.subjects.agent('id-2') && count++ < 2 ? 'drop' : 'pass';
    expect(await fleet.meanwhile(reserve('run', TWO, 10_000))).toEqual(['a', 'b']);
    expect(count).toBeGreaterThan(2);
  });

  it('of another version are not used, and named', async () => {
    const { fleet, reserve } = await fleetOf('a');
    await fleet.join('old', { version: '1.0.0' });
    await expect(fleet.meanwhile(reserve('run', TWO, 0))).rejects.toThrow(
      'too few agents after 0.00 ms: 1 of 2 agents are free; 1 of another version (1.0.0; this is 1.2.3)',
    );
  });

  it('cannot have one name twice', async () => {
    const { fleet, reserve } = await fleetOf('a');
    const twin = fleet.start('a');
    await expect(fleet.meanwhile(twin.left)).rejects.toMatchObject({
      message: 'the fleet already has an agent named a, on here',
      exit: 'invalid',
    });
    // Both join at the same time: neither hears of the other.
    fleet.bus.passage = ({ kind }) => (kind === 'request' ? 'drop' : 'pass');
    await fleet.join('b');
    await fleet.join('b');
    fleet.bus.passage = () => 'pass';
    await expect(fleet.meanwhile(reserve('run', TWO))).rejects.toMatchObject({
      message: 'two agents are named b (on here and here)',
      exit: 'invalid',
    });
  });

  it('that do not exist cannot be reserved', async () => {
    const { fleet, reserve } = await fleetOf();
    await expect(fleet.meanwhile(reserve('run', TWO, 3000))).rejects.toMatchObject({
      message: 'no agent answered within 3.00 s',
      exit: 'incomplete',
    });
  });

  it('are waited for no longer after a stop signal, and none stays reserved', async () => {
    const { fleet, reserve } = await fleetOf('a');
    const stop = new AbortController();
    const stopped = reserve('run-1', TWO, 60_000, stop.signal);
    const refused = expect(stopped).rejects.toThrow('stopped');
    await fleet.time.advance(10_250);
    const atUs = fleet.time.nowUs();
    stop.abort(new KnownError('stopped', { exit: 'signal' }));
    await refused;
    expect(fleet.time.nowUs()).toBe(atUs);
    expect(await fleet.meanwhile(reserve('run-2', parseWanted(1), 0))).toEqual(['a']);
  });

  it('that were reserved while the signal arrived are released', async () => {
    const { fleet, reserve } = await fleetOf('a', 'b');
    const stop = new AbortController();
    fleet.bus.passage = ({ kind, subject, bytes }) => {
      const isReservation = kind === 'request' && Buffer.from(bytes).includes('reserve');
      if (isReservation && subject === fleet.bus.subjects.agent('id-2')) stop.abort(new KnownError('stopped'));
      return 'pass';
    };
    await expect(fleet.meanwhile(reserve('run-1', TWO, 60_000, stop.signal))).rejects.toThrow('stopped');
    expect(await fleet.meanwhile(reserve('run-2', TWO, 0))).toEqual(['a', 'b']);
  });
});
