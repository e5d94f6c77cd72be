import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
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

  it('is a run of its own with --place, and judges only thresholds on that place', async () => {
    const folder = tempFolder();
    const { mock, targets } = await endpoint();
    const file = scenarioFile(folder, SCENARIO);
    const validated = await palaver(['validate', file, ...targets, '--place', 'eu-west']);
    expect([validated.code, validated.stdout]).toEqual([0, expect.stringMatching(/^place +eu-west$/m)]);
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
