import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Capacity, capacitySchema } from '../../src/report/capacity/capacity-schema.ts';
import { reportSchema } from '../../src/report/report-schema.ts';
import { type FleetAgent, fleetOf } from '../support/fleet.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';

/** One worker of 200 ms: with N users, each turn waits N × 200 ms, and never less. */
const ONE_WORKER = { bot: 'echo', delay: '200ms', ready: '1ms', workers: 1 } as const;
const SCENARIO = `
name: search
targets:
  bot: \${BOT_URL}
defaults: { think: 0s }
conversations: [ { name: talk, steps: [one, two, three] } ]
`;
const QUICK = ['--warm-up', '1s', '--min-step', '2s', '--max-step', '30s', '--hold', '4s'];
/** 3 users wait 600 ms. Half of their turns would have to be late by 100 ms for another answer; 4 wait 800 ms on any machine. */
const UP_TO_3 = ['--from', '2', '--objective', 'turn p(50) < 700ms', '--objective', 'conversation_completion > 50%'];
const ANYTHING = [
  '--agents',
  '2',
  '--from',
  '2',
  '--objective',
  'turn p(50) < 60s',
  '--objective',
  'conversation_completion > 50%',
];
const AGENTS: readonly FleetAgent[] = [
  { name: 'first', place: 'eu' },
  { name: 'second', place: 'us' },
];

async function searchedFleet() {
  const fleet = await fleetOf(AGENTS, { scenario: SCENARIO, bot: ONE_WORKER });
  const found = (): Capacity => {
    const folder = join(fleet.folder, 'capacity');
    const [search = ''] = readdirSync(folder);
    return capacitySchema.parse(JSON.parse(readFileSync(join(folder, search, 'capacity.json'), 'utf8')));
  };
  return { ...fleet, found };
}

describe.skipIf(!hasNats)(`a capacity search with a fleet${hasNats ? '' : NATS_HINT}`, { timeout: 300_000 }, () => {
  it('finds how many users an endpoint sustains, with the load of all agents', async () => {
    const { capacity, found, run, mock } = await searchedFleet();
    const { code, stdout, stderr } = await capacity(...QUICK, ...UP_TO_3, '--place', 'eu=1', '--place', 'us=1')
      .finished;
    const { answer, steps } = found();
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^first +eu .*\nsecond +us /m)]);
    expect(answer).toMatchObject({ status: 'found', limiter: 'bot', proven: true, held: 3, failed: 4 });
    expect(answer.brokeFirst!.objective).toBe('turn p(50) < 700ms');
    expect(stdout).toContain('Capacity: 3 virtual users; ');
    expect(Math.max(...steps.map(({ turnsPerSecond }) => turnsPerSecond))).toBeLessThan(5.5);
    const reports = steps.map(({ report }) =>
      reportSchema.parse(JSON.parse(readFileSync(join(report!, 'report.json'), 'utf8'))),
    );
    expect(reports.map(({ load }) => load.maxVus)).toEqual(steps.map(({ load }) => load));
    for (const { generator, places } of reports) {
      expect(generator.machines).toHaveLength(2);
      expect(places?.map(({ place }) => place)).toEqual(['eu', 'us']);
    }
    expect(mock.stats().inputs).toBeGreaterThan(0);
    // The agents are free again.
    const next = await run('--vus', '2', '--duration', '1s', '--agents', '2', '--no-thresholds').finished;
    expect(next.code).toBe(0);
  });

  it('ends with the answer so far and the name of an agent that is killed', async () => {
    const { capacity, found, agents } = await searchedFleet();
    const search = capacity(...QUICK, ...ANYTHING, '--lease', '10s');
    await search.said(/\b2 virtual users .*\(ramp-up\)/);
    agents[1]!.process.kill('SIGKILL');
    const { code, stdout } = await search.finished;
    expect(code).toBe(112);
    expect(found().answer).toMatchObject({ status: 'unfinished', held: 2 });
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /The search ended early: agent second at us \([^)]+\) (was lost|no longer)/,
    );
  });

  it('keeps its results when stopped, and exits with 105; its agents are free again', async () => {
    const { capacity, found, run } = await searchedFleet();
    const search = capacity(...QUICK, ...ANYTHING);
    await search.said(/\b2 virtual users .*\(ramp-up\)/);
    search.process.kill('SIGINT');
    const { code, stdout } = await search.finished;
    expect(code).toBe(105);
    expect(found().answer).toMatchObject({ status: 'unfinished', held: 2 });
    expect(stdout).toContain('The search ended early: stopped by SIGINT');
    const next = await run('--vus', '2', '--duration', '1s', '--agents', '2', '--no-thresholds').finished;
    expect(next.code).toBe(0);
  });

  it('refuses options of one machine, and objectives on a place', async () => {
    const { capacity } = await fleetOf([], { scenario: SCENARIO });
    const local = await capacity(...ANYTHING, '--mock').finished;
    expect([local.code, local.stderr]).toEqual([
      104,
      expect.stringContaining('--mock cannot be combined with --fleet'),
    ]);
    const placed = await capacity('--objective', 'turn{place=eu} p(95) < 2s').finished;
    expect([placed.code, placed.stderr]).toEqual([
      104,
      expect.stringContaining('with --fleet, objectives are on all places together'),
    ]);
  });
});
