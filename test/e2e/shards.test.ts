import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../src/measure/histogram/histogram.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import { decodeShard, type ShardState } from '../../src/run/shards/shard-file.ts';
import { eventually } from '../support/eventually.ts';
import { inputsOf } from '../support/fleet.ts';
import { countIn, onlyReport, palaver, planOf, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import { readTurns } from '../support/turns-file.ts';

const SCENARIO = `
name: shards
defaults: { think: 20ms }
load: { closed: { vus: 6, conversations: 18, startSpread: 50ms } }
thresholds: [ turn max < 60s, turns_timed_out == 0 in steady, turns_mismatched < 1 in 50% of windows ]
conversations:
  - { name: talk, weight: 2, steps: [one, two, three] }
  - { name: short, steps: [{ say: hi, expect: { text: { equals: hi } } }] }
`;
const SHARDS = [1, 2, 3, 4];

/** Far enough for processes that start on a busy machine. */
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** Runs shards at an endpoint that is already there. */
async function endpoint() {
  const mock = await startMock({ bot: 'echo', delay: '5ms', ready: '1ms', workers: 50 });
  return { target: `${mock.url}/token-of-tests`, mock };
}

/** The folder that the shards have in common. */
const folderOf = (reports: string) => join(reports, readdirSync(reports)[0]!);
const readShard = (path: string): ShardState => decodeShard(readFileSync(path), path);

describe.concurrent('a run in shards', { timeout: 240_000 }, () => {
  it('gives the counts, the plan and the histograms of one machine once it is merged', async () => {
    const folder = tempFolder();
    const file = scenarioFile(folder, SCENARIO);
    const { target, mock } = await endpoint();
    const reports = join(folder, 'shards');
    const at = inSeconds(30);
    const words = ['run', file, '-t', target, '--start-at', at, '--seed', '5', '--report-dir', reports];
    const ends = await Promise.all(SHARDS.map((number) => palaver([...words, '--shard', `${number}/4`])));
    expect(ends.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual(SHARDS.map(() => [0, '']));
    const { inputs } = mock.stats();
    const whole = ['run', file, '-t', target, '--workers', '4', '--seed', '5', '--report-dir', join(folder, 'one')];
    await palaver(whole);
    await mock.stop();

    const states = SHARDS.map((number) => readShard(join(folderOf(reports), `shard-${number}-of-4.json.gz`)));
    expect(states.reduce((sum, state) => sum + inputsOf(state), 0)).toBe(inputs);
    const merged = await palaver(['merge', folderOf(reports), '--report-dir', join(folder, 'merged')]);
    const [together, alone] = [onlyReport(join(folder, 'merged')), onlyReport(join(folder, 'one'))];
    expect(merged.code).toBe(together.verdict.exitCode);
    expect(together.thresholds.map(({ expression }) => expression)).toEqual(
      alone.thresholds.map(({ expression }) => expression),
    );
    for (const name of [
      'conversations_started',
      'conversations_completed',
      'turns_completed',
      'inputs_sent',
      'outputs',
    ])
      expect([name, countIn(together, name)]).toEqual([name, countIn(alone, name)]);
    const stepsOf = (report: typeof alone) =>
      report.groups.map(({ conversation, step, metrics }) => {
        const { turn } = metrics;
        return [conversation, step, turn?.kind === 'trend' ? turn.count : 0];
      });
    expect(stepsOf(together)).toEqual(stepsOf(alone));
    expect(planOf(together)).toHaveLength(18);
    expect(planOf(together)).toEqual(planOf(alone));

    const sum = new LatencyHistogram();
    for (const { snapshot } of states)
      for (const { metric, excluded, upper } of snapshot.trends)
        if (metric === 'turn' && !excluded) sum.addPacked(upper);
    const { turn } = together.metrics;
    if (turn?.kind !== 'trend') return expect.fail('the report has no trend');
    expect(turn.histogram).toBe(sum.encode());
    expect(together.generator.machines?.map(({ shard }) => shard)).toEqual(['1/4', '2/4', '3/4', '4/4']);
  });

  it('is incomplete without one of them, and names it', async () => {
    const folder = tempFolder();
    const { target, mock } = await endpoint();
    const words = ['run', scenarioFile(folder, SCENARIO), '-t', target, '--report-dir', join(folder, 'shards')];
    const turns = join(folder, 'turns.jsonl');
    const start = ['--start-at', inSeconds(20), '--shard', '2/3', '--out', `turns=${turns}`];
    const { code, stderr } = await palaver([...words, ...start]);
    const { inputs } = mock.stats();
    await mock.stop();
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^shard +2\/3 of this load, from 20\d\d-/m)]);
    expect(readTurns(turns).turns).toHaveLength(inputs);
    const merged = await palaver(['merge', folderOf(join(folder, 'shards')), '--report-dir', join(folder, 'merged')]);
    expect([merged.code, merged.stdout]).toEqual([112, expect.stringContaining('shards 1 and 3 of 3 are missing')]);
    expect(onlyReport(join(folder, 'merged')).verdict.status).toBe('incomplete');
  });

  it('calls functions, starts recorded conversations at their times, and traces them, once each', async () => {
    const folder = tempFolder();
    const scenario = `
name: recorded
setup: ./hooks.ts#start
teardown: ./hooks.ts#end
load: { open: { arrivals: recorded } }
conversations:
  - { name: c0, start: 450ms, steps: [ { call: ./hooks.ts#draw }, "I am {{user}} of {{place}}" ] }
  - { name: c1, start: 300ms, steps: [ { call: ./hooks.ts#draw }, "I am {{user}} of {{place}}" ] }
  - { name: c2, start: 150ms, steps: [ { call: ./hooks.ts#draw }, "I am {{user}} of {{place}}" ] }
  - { name: c3, start: 0s, steps: [ { call: ./hooks.ts#draw }, "I am {{user}} of {{place}}" ] }
`;
    const hooks = `
export const start = ({ log }) => (log('created'), { place: 'Rome' });
export const draw = ({ session }) => ({ user: 'user-' + session.conversation });
export const end = ({ vars, log }) => log('deleted', vars.place);
`;
    writeFileSync(join(folder, 'hooks.ts'), hooks);
    const file = scenarioFile(folder, scenario);
    const { target, mock } = await endpoint();
    const reports = join(folder, 'shards');
    const words = ['run', file, '-t', target, '--start-at', inSeconds(30), '--trace', '4', '--keep-texts'];
    const ends = await Promise.all(
      [1, 2].map((number) => palaver([...words, '--report-dir', reports, '--shard', `${number}/2`])),
    );
    await mock.stop();
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    // Setup and teardown run once for each shard.
    for (const { stderr } of ends) expect(stderr.match(/^log: .*/gm)).toEqual(['log: created', 'log: deleted Rome']);

    const merged = await palaver(['merge', folderOf(reports), '--report-dir', join(folder, 'merged')]);
    const report = onlyReport(join(folder, 'merged'));
    expect(merged.stdout).toMatch(/^trace +\S+trace\.txt$/m);
    expect(countIn(report, 'conversations_completed')).toBe(4);
    const starts = report.exemplars.map(
      ({ number, conversation, startedMs }) => `${number} ${conversation} ${startedMs}`,
    );
    expect(starts.sort()).toEqual(['0 c3 0', '1 c2 150', '2 c1 300', '3 c0 450']);
    const said = report.traces?.map(({ number, startedMs, lines }) => {
      expect(startedMs).toBeGreaterThanOrEqual(number * 150);
      return lines.find(({ who }) => who === 'user')?.text;
    });
    expect(said).toEqual(SHARDS.map((_, number) => `"I am user-${number} of Rome"`));
  });

  it('keeps what a killed shard measured until its last checkpoint', async () => {
    const folder = tempFolder();
    const { target, mock } = await endpoint();
    const reports = join(folder, 'shards');
    const load = ['--vus', '2', '--duration', '10m', '--start-at', inSeconds(15), '--shard', '1/2'];
    const shard = startPalaver(['run', scenarioFile(folder, SCENARIO), '-t', target, '--report-dir', reports, ...load]);
    const path = () => join(folderOf(reports), 'shard-1-of-2.json.gz');
    const saved = () => {
      try {
        return inputsOf(readShard(path()));
      } catch {
        return 0;
      }
    };
    await eventually(() => saved() > 0);
    shard.process.kill('SIGKILL');
    await shard.finished;
    const kept = saved();
    const { inputs } = mock.stats();
    await mock.stop();
    expect(kept).toBeLessThanOrEqual(inputs);
    const merged = await palaver(['merge', path(), '--report-dir', join(folder, 'merged')]);
    expect(merged.code).toBe(112);
    expect(merged.stdout).toContain('shard 1/2: the process was killed, or is still running');
    expect(countIn(onlyReport(join(folder, 'merged')), 'inputs_sent')).toBe(kept);
  });

  it('sends nothing if it is not ready at its start', async () => {
    const folder = tempFolder();
    const { target, mock } = await endpoint();
    const words = ['run', scenarioFile(folder, SCENARIO), '-t', target, '--report-dir', folder];
    const { code, stderr } = await palaver([...words, '--start-at', inSeconds(-60), '--shard', '1/2']);
    // The target check sends nothing either.
    const { inputs } = mock.stats();
    await mock.stop();
    expect([code, inputs]).toEqual([112, 0]);
    expect(stderr).toMatch(/^error: shard 1\/2 was ready only .+ after its start, so it sent nothing$/m);
  });
});

describe('palaver merge', () => {
  it('refuses files that it cannot merge, each with the reason', async () => {
    const folder = tempFolder();
    const { target, mock } = await endpoint();
    const words = ['run', scenarioFile(folder, SCENARIO), '-t', target];
    const run = (name: string, ...more: string[]) =>
      palaver([...words, '--start-at', inSeconds(20), '--report-dir', join(folder, name), ...more]);
    await Promise.all([run('a', '--shard', '1/2'), run('b', '--shard', '2/2', '--seed', '9')]);
    await mock.stop();
    const [a, b] = ['a', 'b'].map((name) => folderOf(join(folder, name))) as [string, string];
    const merge = async (...places: string[]) => {
      const { code, stderr } = await palaver(['merge', ...places, '--report-dir', join(folder, 'merged')]);
      return `${code} ${stderr.split('\n')[0]}`;
    };
    expect(await merge(a, b)).toMatch(/^104 error: .* and .* are not shards of the same run: different \S/);
    expect(await merge(a, a)).toMatch(/^104 error: shard 1 is given twice/);
    const path = join(a, 'shard-1-of-2.json.gz');
    const bytes = readFileSync(path);
    writeFileSync(join(folder, 'half.json.gz'), bytes.subarray(0, bytes.length / 2));
    expect(await merge(join(folder, 'half.json.gz'))).toMatch(
      /^104 error: .* is not a shard file, or it is incomplete/,
    );
    writeFileSync(join(folder, 'plain.json'), gunzipSync(bytes));
    expect(await merge(join(folder, 'plain.json'))).toMatch(/^104 error: .*it cannot be decompressed/);
    expect(await merge(folder)).toMatch(/^104 error: .* has no shard files/);
    expect(await merge()).toBe('104 error: no shard files specified');
  });
});
