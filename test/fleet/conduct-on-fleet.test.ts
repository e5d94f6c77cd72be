import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitMessage } from '../../src/fleet/wire/parts.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import type { Report } from '../../src/report/report.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { fleetRun } from '../support/fleet-run.ts';

const RUN = 'plv-fleet';
/** Turns of each conversation of a planned load. */
const TURNS = 2;
const turnsOf = ({ metrics }: Report) => (metrics.turn as { count: number }).count;
const reasonsOf = ({ verdict }: Report) => verdict.reasons.filter(({ kind }) => kind !== 'suspect');

describe('a run on a fleet', () => {
  it('has the results of all agents, which are free afterwards', async () => {
    const { fleet, coordinator, conduct, reservedFor } = await fleetRun({
      a: { conversations: 5, place: 'eu' },
      b: { conversations: 9, place: 'us' },
    });
    const { report } = await conduct();
    expect(turnsOf(report)).toBe(14 * TURNS);
    expect(report.generator.machines?.map(({ place }) => place)).toEqual(['eu', 'us']);
    expect(report.run).toMatchObject({ id: RUN, partial: false, stopReason: 'time' });
    expect(await reservedFor()).toEqual([undefined, undefined]);
    expect(coordinator.notices).toEqual([]);
    expect(fleet.agents[0]!.notices.at(-1)).toMatch(/^run plv-fleet: ended; shard file /);
  });

  it('that is stopped by a signal has the results until then; all agents stop, and are free', async () => {
    const { fleet, coordinator, conduct, inSeconds, reservedFor } = await fleetRun({
      a: { conversations: 1000 },
      b: { conversations: 1000 },
    });
    inSeconds(10, () => coordinator.system.signal('SIGINT'));
    const { report } = await conduct();
    expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
    expect(reasonsOf(report).map(({ text }) => text)).toEqual([
      'stopped by SIGINT; the results cover the time until then',
    ]);
    expect(fleet.agents.map(({ load }) => load.asked[0])).toEqual(['stop', 'stop']);
    expect(turnsOf(report)).toBeGreaterThan(0);
    expect(await reservedFor()).toEqual([undefined, undefined]);
    expect(coordinator.system.listeners).toBe(0);
  });

  it('that is stopped by a second signal interrupts all agents', async () => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 1000, isSlowToStop: true },
      b: { conversations: 1000, isSlowToStop: true },
    });
    inSeconds(10, () => coordinator.system.signal('SIGINT'));
    inSeconds(13, () => coordinator.system.signal('SIGINT'));
    const { report } = await conduct();
    expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
    for (const { load } of fleet.agents) expect([load.asked[0], load.asked.at(-1)]).toEqual(['stop', 'interrupt']);
  });

  it('that can no longer meet a threshold ends on all agents, although only one has missed it', async () => {
    const threshold = { ...parseThreshold('turn max < 35ms'), abortAfterMs: 0 };
    const { fleet, conduct } = await fleetRun({ quick: { conversations: 60 }, slow: { conversations: 60 } }, [
      threshold,
    ]);
    const { report } = await conduct();
    expect(report.run).toMatchObject({ partial: true, stopReason: 'threshold' });
    expect(fleet.agents.map(({ load }) => load.asked[0])).toEqual(['stop', 'stop']);
    expect(turnsOf(report)).toBeLessThan(2 * 10 * TURNS);
    expect(reasonsOf(report).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^turn max < 35ms was missed after .*, which ends the run \(abort\)$/),
    );
  });

  it('whose coordinator has lost its connection for good ends with the results so far', async () => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 1000 },
      b: { conversations: 1000 },
    });
    inSeconds(15, () => void coordinator.connection.close());
    const { report } = await conduct();
    expect(turnsOf(report)).toBeGreaterThan(0);
    expect(reasonsOf(report).map(({ text }) => text)).toEqual([
      'the connection to the fleet ended (closed); the results cover the time until then',
      expect.stringContaining('agent a (here) was lost'),
      expect.stringContaining('agent b (here) was lost'),
    ]);
    await fleet.time.advance(1000);
    expect(fleet.agents.map(({ load }) => load.asked)).toEqual([['interrupt'], ['interrupt']]);
  });

  it('that is stopped before the load starts frees its agents, and has no report', async () => {
    const { fleet, coordinator, conduct, inSeconds, reservedFor } = await fleetRun({
      a: {},
      slow: { preparing: () => new Promise((resolve) => inSeconds(8, resolve)) },
    });
    inSeconds(5, () => coordinator.system.signal('SIGTERM'));
    await expect(conduct()).rejects.toMatchObject({
      message: 'stopped by SIGTERM before the load started',
      exit: 'signal',
    });
    await fleet.time.advance(5000);
    expect(await reservedFor()).toEqual([undefined, undefined]);
    expect(fleet.agents.map(({ load }) => [load.started.length, load.discarded])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('whose share is too large for one agent sends nothing, releases all agents, and names that agent', async () => {
    const { fleet, conduct, reservedFor } = await fleetRun({
      a: {},
      b: { preparing: () => Promise.reject(new KnownError('only 10 open files', { exit: 'incomplete' })) },
    });
    await expect(conduct()).rejects.toMatchObject({
      message: 'agent b (here): only 10 open files',
      exit: 'incomplete',
    });
    expect(fleet.agents.map(({ load }) => load.started.length)).toEqual([0, 0]);
    expect(await reservedFor()).toEqual([undefined, undefined]);
  });

  it.each(['agent', 'coordinator'] as const)('loses nothing when its %s has no connection for 15 s', async (whose) => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 20 },
      b: { conversations: 20 },
    });
    const { connection } = whose === 'agent' ? fleet.agents[0]! : coordinator;
    inSeconds(12, () => connection.interrupt());
    inSeconds(27, () => connection.restore());
    const { report } = await conduct();
    expect(turnsOf(report)).toBe(2 * 20 * TURNS);
    expect(report.run).toMatchObject({ partial: false, stopReason: 'time' });
    expect([coordinator.notices, reasonsOf(report)]).toEqual([[], []]);
  });

  it('goes on without a lost agent, with its results until then', async () => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 60 },
      b: { conversations: 60 },
    });
    inSeconds(14, () => fleet.agents[1]!.connection.interrupt());
    const { report } = await conduct();
    const lost = 'agent b (here) was lost: no message from it for 30.0 s';
    expect(coordinator.notices).toEqual([`${lost.replace('was', 'is')}`]);
    // All of a, and of b what it had saved last: it saves every 5 s.
    expect(turnsOf(report)).toBeGreaterThan(60 * TURNS + 5 * TURNS);
    expect(turnsOf(report)).toBeLessThan(60 * TURNS + 14 * TURNS);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'incomplete' });
    expect(reasonsOf(report)).toMatchObject([{ text: expect.stringContaining(lost) }]);
    expect(fleet.agents[1]!.load.asked).toEqual(['interrupt']);
  });

  it('has all results of an agent that was lost and is back', async () => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 90 },
      b: { conversations: 90 },
    });
    const { connection } = fleet.agents[1]!;
    inSeconds(14, () => connection.interrupt());
    inSeconds(55, () => connection.restore());
    const { report } = await conduct();
    expect(coordinator.notices).toEqual([
      'agent b (here) is lost: no message from it for 30.0 s',
      'agent b (here) is back',
    ]);
    // Its load ended with its lease, 30 s after the last message from the coordinator.
    expect(turnsOf(report)).toBeGreaterThan(90 * TURNS + 38 * TURNS);
    expect(reasonsOf(report)).toMatchObject([
      { text: expect.stringContaining('no message from the coordinator within the lease') },
    ]);
  });

  it('has the results of an agent that a signal stops, and goes on with the others', async () => {
    const { fleet, coordinator, conduct, inSeconds } = await fleetRun({
      a: { conversations: 30 },
      b: { conversations: 30 },
    });
    inSeconds(14, () => fleet.agents[1]!.system.signal('SIGTERM'));
    const { report } = await conduct();
    expect(coordinator.notices).toEqual([]);
    expect(turnsOf(report)).toBeGreaterThan(30 * TURNS + 8 * TURNS);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
    expect(reasonsOf(report)).toMatchObject([{ text: expect.stringMatching(/^shard 2\/2: stopped by SIGTERM/) }]);
    expect(await fleet.meanwhile(fleet.agents[1]!.left)).toBeUndefined();
  });

  it('ends with the results so far when all agents are lost', async () => {
    const { fleet, conduct, inSeconds } = await fleetRun({ a: { conversations: 900 }, b: { conversations: 900 } });
    inSeconds(14, () => {
      for (const { connection } of fleet.agents) connection.interrupt();
    });
    const { report } = await conduct();
    expect(turnsOf(report)).toBeGreaterThan(0);
    expect(reasonsOf(report).map(({ text }) => text)).toEqual([
      expect.stringContaining('agent a (here) was lost'),
      expect.stringContaining('agent b (here) was lost'),
    ]);
  });

  it('says why an agent ends that cannot write its shard file', async () => {
    const { fleet, conduct } = await fleetRun({ a: { conversations: 30 }, b: { conversations: 30 } });
    const { reportDir } = fleet.agents[1]!.deps;
    rmSync(reportDir, { recursive: true });
    writeFileSync(reportDir, 'not a folder');
    const { report } = await conduct();
    expect(turnsOf(report)).toBe(30 * TURNS);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'incomplete' });
    const lost = /^agent b \(here\) was lost: cannot write .*; its results are included up to 0/;
    expect(reasonsOf(report).map(({ text }) => text)).toEqual([expect.stringMatching(lost)]);
  });

  it('has the results of the others if those of an agent cannot be read', async () => {
    const { fleet, conduct, inSeconds } = await fleetRun({ a: { conversations: 30 }, b: { conversations: 30 } });
    forgeFinal(fleet, inSeconds, ['b']);
    const { report } = await conduct();
    expect(turnsOf(report)).toBe(30 * TURNS);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'incomplete' });
    expect(reasonsOf(report).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^agent b \(here\) was lost: its results cannot be read; none of its results are included/),
      expect.stringContaining('shard 2 of 2 is missing'),
    ]);
  });

  it('is incomplete if the results of no agent can be read', async () => {
    const { fleet, conduct, inSeconds, reservedFor } = await fleetRun({ a: {}, b: {} });
    forgeFinal(fleet, inSeconds, ['a', 'b']);
    await expect(conduct()).rejects.toMatchObject({ message: 'there are no results to merge', exit: 'incomplete' });
    expect(await reservedFor()).toEqual([undefined, undefined]);
  });

  it('has no report if no agent has sent anything', async () => {
    const { fleet, conduct, reservedFor } = await fleetRun({ a: {}, b: {} });
    fleet.bus.passage = ({ kind, subject }) =>
      kind === 'publish' && subject === fleet.bus.subjects.state(RUN) ? 'drop' : 'pass';
    await expect(conduct()).rejects.toMatchObject({ message: 'no agent has sent results', exit: 'incomplete' });
    expect(await reservedFor()).toEqual([undefined, undefined]);
  });
});

/** Someone else publishes final results in the name of these agents, which are none. */
function forgeFinal(
  { agents, bus }: Awaited<ReturnType<typeof fleetRun>>['fleet'],
  inSeconds: Awaited<ReturnType<typeof fleetRun>>['inSeconds'],
  names: readonly string[],
): void {
  const other = bus.connect();
  inSeconds(8, () => {
    for (const { deps } of agents.filter((agent) => names.includes(agent.deps.name))) {
      const header = { from: deps.id, kind: 'final', sequence: 1_000_000 } as const;
      for (const part of splitMessage(header, Buffer.from('no results'), bus.maxBytes))
        other.publish(bus.subjects.state(RUN), part);
    }
  });
}
