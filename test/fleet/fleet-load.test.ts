import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/engine/run-shape.ts';
import { AgentsAtWork } from '../../src/fleet/coordinator/agents-at-work.ts';
import { FleetLoad } from '../../src/fleet/coordinator/fleet-load.ts';
import { type Lease, type LiveState, leaseSchema, type Offer } from '../../src/fleet/wire/messages.ts';
import { type MessageHeader, splitMessage } from '../../src/fleet/wire/parts.ts';
import { encodeCells } from '../../src/measure/recorder/encode-cells.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { RunEnding } from '../../src/verdict/verdict.ts';
import { fleetPlan, LEASE_MS, RehearsedFleet, TARGETS } from '../support/rehearsed-fleet.ts';
import { encodedLive } from '../support/sample-live.ts';
import { appendConversation } from '../support/sample-run.ts';

const LEAD_MS = 1500;
const PLAN = fleetPlan();
const offer = (name: string, place?: string): Offer => ({
  id: `id-${name}`,
  name,
  place,
  host: 'there',
  version: '1',
  cpus: 1,
  allow: [],
});

/** The load of a run on two agents, at two places, and the leases that they hear. */
async function fleetLoad() {
  const fleet = new RehearsedFleet();
  const deps = fleet.coordinator();
  const agents = new AgentsAtWork(PLAN.id, [offer('a', 'eu'), offer('b', 'us')], deps);
  await agents.listen();
  const requested: RunEnding[] = [];
  const startUs = fleet.time.nowUs() + LEAD_MS * 1000;
  const load = new FleetLoad({ plan: PLAN, targets: TARGETS, startUs, agents, endings: () => requested }, deps);
  const { connection } = fleet.coordinator();
  const leases: Lease[] = [];
  await connection.listen(fleet.bus.subjects.lease(PLAN.id), (bytes) => {
    leases.push(leaseSchema.parse(JSON.parse(Buffer.from(bytes).toString())));
  });
  let sequence = 0;
  const say = async (name: string, kind: MessageHeader['kind'], content: Uint8Array) => {
    sequence++;
    for (const part of splitMessage({ from: `id-${name}`, kind, sequence }, content, connection.maxBytes))
      connection.publish(fleet.bus.subjects.state(PLAN.id), part);
    await fleet.time.advance(0);
  };
  const identity = { id: PLAN.id, name: PLAN.name, startedAt: new Date(0), palaver: '1' } as never;
  return { fleet, load, leases, requested, say, start: () => load.start([], identity) };
}

/** What an agent has measured after `conversations` of them. */
function measured(conversations: number): Partial<LiveState> {
  const table = new SeriesTable(shapeOf(PLAN.scenario, [{ name: 'default' }]));
  const recorder = new Recorder(table, '1/2');
  for (let held = 0; held < conversations; held++)
    appendConversation(recorder, table, [
      { step: 0, atMs: 100 * held, outcome: 'completed', firstOutputUs: 1000, turnUs: 2000 },
    ]);
  return { cells: encodeCells(recorder.readings().cells), activeVus: conversations };
}

describe('the load of a fleet', () => {
  it('renews the lease of its agents each second, from before the start until all of them are done', async () => {
    const { fleet, leases, say, start } = await fleetLoad();
    const ended = start();
    await fleet.time.advance(4000);
    // Before the start, no time has passed.
    expect(leases.map(({ untilMs }) => untilMs - LEASE_MS)).toEqual([0, 0, 500, 1500, 2500]);
    expect(leases.every(({ end }) => end === undefined)).toBe(true);
    await say('a', 'final', Buffer.from('a'));
    await say('b', 'final', Buffer.from('b'));
    expect(await ended).toEqual([]);
    await fleet.time.advance(10_000);
    expect(leases.length).toBe(5);
  });

  it('has an elapsed time that is negative before the start, and constant after the end', async () => {
    const { fleet, load, say, start } = await fleetLoad();
    void start();
    expect(load.elapsedMs()).toBe(-LEAD_MS);
    await fleet.time.advance(10_000);
    expect(load.elapsedMs()).toBe(10_000 - LEAD_MS);
    await say('a', 'final', Buffer.from('a'));
    await say('b', 'final', Buffer.from('b'));
    await fleet.time.advance(10_000);
    expect(load.elapsedMs()).toBe(10_000 - LEAD_MS);
  });

  it('has the virtual users and measurements of all agents, each at its place', async () => {
    const { fleet, load, say, start } = await fleetLoad();
    void start();
    expect([load.activeVus, load.recorder.readings().counter('turns_completed')]).toEqual([0, 0]);
    await say('a', 'live', encodedLive(measured(2)));
    await say('b', 'live', encodedLive(measured(3)));
    // A newer state contains the older one.
    await say('b', 'live', encodedLive(measured(4)));
    const readings = load.recorder.readings();
    expect(load.activeVus).toBe(6);
    expect(readings.counter('turns_completed')).toBe(6);
    expect(['eu', 'us'].map((place) => readings.counter('turns_completed', { place }))).toEqual([2, 4]);
    expect(readings.trend('first_output').measured).toBe(6);
    expect(load.recorder.readings()).toBe(readings);
    await say('a', 'final', Buffer.from('a'));
    await fleet.time.advance(1000);
    // What it has measured stays; it has no users any more.
    expect([load.activeVus, load.recorder.readings().counter('turns_completed')]).toEqual([4, 6]);
  });

  it('sums the errors of its agents, and names their threads', async () => {
    const { load, say, start } = await fleetLoad();
    void start();
    const errors = [{ class: 'refused', count: 2, atMs: 5, message: 'refused', target: 'default', causes: [] }];
    for (const name of ['a', 'b'])
      await say(name, 'live', encodedLive({ errors, threads: [{ name: '1/2', samplesLost: 0 }] }));
    expect(load.findings.errors.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect([load.workers, load.shards.map(({ name }) => name)]).toEqual([2, ['a 1/2', 'b 1/2']]);
  });

  it('that is stopped publishes that at once, with the reason, and repeats it in each lease', async () => {
    const { fleet, load, leases, requested, start } = await fleetLoad();
    void start();
    await fleet.time.advance(2500);
    const ending = { exit: 'signal', text: 'stopped by SIGINT' } as const;
    requested.push(ending);
    const before = leases.length;
    load.stop();
    await fleet.time.advance(0);
    expect(leases.slice(before)).toEqual([{ untilMs: 1000 + LEASE_MS, end: { how: 'stop', ending } }]);
    await fleet.time.advance(2000);
    expect(leases.slice(before).map(({ end }) => end)).toEqual(Array(3).fill({ how: 'stop', ending }));
  });

  it('that is interrupted stays so: what is asked later does not replace it', async () => {
    const { fleet, load, leases, requested, start } = await fleetLoad();
    void start();
    const ending = { exit: 'signal', text: 'stopped by SIGINT' } as const;
    requested.push(ending);
    load.stop();
    load.interrupt();
    requested.push({ exit: 'budget', text: 'the budget is used up' });
    load.stop();
    await fleet.time.advance(1000);
    expect(leases.map(({ end }) => end?.how)).toEqual([undefined, 'stop', 'interrupt', 'interrupt']);
    expect(leases.at(-1)!.end!.ending).toEqual(ending);
  });

  it('ends although an agent is lost, with an ending that says so', async () => {
    const { fleet, say, start } = await fleetLoad();
    const ended = start();
    for (let second = 0; second < LEASE_MS / 1000 + 3; second++) {
      await say('a', 'live', encodedLive());
      await fleet.time.advance(1000);
    }
    await say('a', 'final', Buffer.from('a'));
    expect(await ended).toMatchObject([
      {
        exit: 'incomplete',
        text: expect.stringContaining('agent b at us (there) was lost: no message from it for 30.0 s'),
      },
    ]);
  });
});
