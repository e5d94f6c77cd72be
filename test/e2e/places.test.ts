import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { type DelayingRelay, startDelayingRelay } from '../support/delaying-relay.ts';
import { onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: places
defaults: { think: 20ms }
load: { closed: { vus: 4, conversations: 12, startSpread: 50ms } }
thresholds:
  - first_output{place="eu-west", target=near} p50 < 60s
  - turns_timed_out{place="us-east"} == 0 in steady
  - turns_completed{place="us-east"} < 1
conversations:
  - { name: talk, steps: [one, two] }
`;

/** Two targets of one endpoint. */
async function endpoint() {
  const mock = await startMock({ bot: 'echo', delay: '5ms', ready: '1ms' });
  return { mock, targets: ['near', 'far'].flatMap((name) => ['-t', `${name}=${mock.url}/token-of-${name}`]) };
}

describe.concurrent('a run at two places', { timeout: 240_000 }, () => {
  it('has results and thresholds per place once its shards are merged', async () => {
    const folder = tempFolder();
    const { mock, targets } = await endpoint();
    const reports = join(folder, 'shards');
    const at = new Date(Date.now() + 20_000).toISOString();
    const words = ['run', scenarioFile(folder, SCENARIO), ...targets, '--start-at', at, '--report-dir', reports];
    const shards = await Promise.all([
      palaver([...words, '--shard', '1/2', '--place', 'eu-west']),
      palaver([...words, '--shard', '2/2'], { PALAVER_PLACE: 'us-east' }),
    ]);
    expect(shards.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(shards[0]!.stdout).toMatch(/^shard +1\/2 of run \S+ at eu-west: \d+ conversations/m);
    const { inputs } = mock.stats();
    await mock.stop();

    const csv = join(folder, 'steps.csv');
    const own = join(reports, readdirSync(reports)[0]!);
    const merge = ['merge', own, '--report-dir', join(folder, 'merged'), '--out', `csv=${csv}`];
    const merged = await palaver([...merge, '--out', 'tables=-']);
    expect(merged.stdout).toMatch(/^ eu-west +near +\d+ +0 /m);
    expect(merged.stdout).toMatch(/^ us-east +near +\d+ +0 /m);
    const report = onlyReport(join(folder, 'merged'));
    expect(report.thresholds.map(({ state }) => state)).toEqual(['pass', 'pass', 'fail', 'pass']);
    expect(merged.code).toBe(99);
    const counts = (report.places ?? []).map(({ place, targets: each = [] }) => [
      place,
      ...each.map(({ target, metrics }) => {
        const { turn } = metrics;
        return [target, turn?.kind === 'trend' ? turn.count : 0];
      }),
    ]);
    expect(counts.map(([place]) => place)).toEqual(['eu-west', 'us-east']);
    const turns = counts.flat(2).filter((value) => typeof value === 'number');
    expect(turns.every((count) => count > 0)).toBe(true);
    expect(turns.reduce((sum, count) => sum + count, 0)).toBe(inputs);
    expect(report.generator.machines?.map(({ shard, place }) => `${shard} ${place}`)).toEqual([
      '1/2 eu-west',
      '2/2 us-east',
    ]);
    const rows: Record<string, string>[] = parse(readFileSync(csv, 'utf8'), { columns: true });
    expect(new Set(rows.map(({ place }) => place))).toEqual(new Set(['', 'eu-west', 'us-east']));
  });

  it('separates the way from each place to each target from the bot', async () => {
    const folder = tempFolder();
    const mock = await startMock({ bot: 'echo', delay: '60ms', ready: '1ms', workers: 50 });
    const port = Number(new URL(mock.url).port);
    /** One way, ms. */
    const ways = { 'eu-west': { near: 5, far: 60 }, 'us-east': { near: 90, far: 20 } } as const;
    const talk = scenarioFile(folder, SCENARIO.replace(/thresholds:[\s\S]*(?=conversations:)/, ''));
    const reports = join(folder, 'shards');
    const at = new Date(Date.now() + 20_000).toISOString();
    const relays: DelayingRelay[] = [];
    const shard = async (number: number, place: keyof typeof ways) => {
      const targets = (['near', 'far'] as const).map(async (name) => {
        const relay = await startDelayingRelay(port, ways[place][name]);
        relays.push(relay);
        return ['-t', `${name}=http://127.0.0.1:${relay.port}/token-of-${name}`];
      });
      const words = ['run', talk, ...(await Promise.all(targets)).flat(), '--start-at', at, '--report-dir', reports];
      return palaver([...words, '--shard', `${number}/2`, '--place', place]);
    };
    const ends = await Promise.all([shard(1, 'eu-west'), shard(2, 'us-east')]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    for (const relay of relays) relay.stop();
    await mock.stop();
    await palaver(['merge', join(reports, readdirSync(reports)[0]!), '--report-dir', join(folder, 'merged')]);
    for (const { place, targets = [] } of onlyReport(join(folder, 'merged')).places ?? [])
      for (const { target, metrics } of targets) {
        const p50 = (name: string) => (metrics[name]?.kind === 'trend' ? metrics[name].p50! : Number.NaN);
        const away = 2 * ways[place as 'eu-west'][target as 'near'];
        // Timers may fire late, never early; the ways differ by more.
        const within = (value: number, expected: number) => [value >= expected - 2, value < expected + 40];
        expect([place, target, ...within(p50('rtt'), away)]).toEqual([place, target, true, true]);
        expect([place, target, ...within(p50('first_output'), away + 60)]).toEqual([place, target, true, true]);
        expect(Math.abs(p50('first_output_bot') - 60)).toBeLessThan(25);
      }
  });

  it('is a run of its own with --place, and judges only thresholds on that place', async () => {
    const folder = tempFolder();
    const { mock, targets } = await endpoint();
    const file = scenarioFile(folder, SCENARIO);
    const validated = await palaver(['validate', file, ...targets, '--place', 'eu-west']);
    expect([validated.code, validated.stdout]).toEqual([0, expect.stringMatching(/^place +eu-west$/m)]);
    const asJson = JSON.parse((await palaver(['validate', file, ...targets, '--place', 'mars', '--json'])).stdout);
    expect(asJson).toMatchObject({
      place: 'mars',
      thresholds: expect.arrayContaining(['first_output{place="eu-west", target=near} p50 < 60s']),
    });
    const words = ['run', file, ...targets, '--report-dir', join(folder, 'reports'), '--place'];
    const refused = await palaver([...words, 'eu-west']);
    expect([refused.code, mock.stats().inputs]).toEqual([104, 0]);
    expect(refused.stderr).toContain(
      'error: threshold turns_timed_out{place="us-east"} == 0 in steady: this load generator runs at "eu-west"',
    );
    expect(refused.stderr).toContain('→ use --place us-east, or run one shard per place (--shard) and merge them');
    const misnamed = await palaver([...words, 'eu west']);
    expect([misnamed.code, misnamed.stderr]).toEqual([104, expect.stringContaining('--place')]);
    const own = scenarioFile(folder, SCENARIO.replaceAll('us-east', 'eu-west'));
    const done = await palaver([...words.with(1, own), 'eu-west']);
    await mock.stop();
    expect(done.code).toBe(99);
    const report = onlyReport(join(folder, 'reports'));
    expect(report.places?.map(({ place }) => place)).toEqual(['eu-west']);
    expect(report.thresholds.map(({ state }) => state)).toEqual(['pass', 'pass', 'fail', 'pass']);
    expect(done.stdout).toMatch(/^ place +eu-west$/m);
  });
});
