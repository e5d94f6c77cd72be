import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mergeCommand } from '../../src/cli/commands/merge-command.ts';
import { encodeShard, shardFileName } from '../../src/run/shards/shard-file.ts';
import { comparedRecorder } from '../support/compared-report.ts';
import { HeardSystem } from '../support/concluded-run.ts';
import { tempFolder } from '../support/palaver.ts';
import { sampleFacts } from '../support/sample-report.ts';
import { sampleShard } from '../support/sample-shard.ts';

describe('palaver merge --baseline', () => {
  const reports = tempFolder();
  let base: string;

  /** Writes the three shards of a run, each 60 s with 10 conversations per second. Returns their folder. */
  function shardsOf(run: { readonly seed: number; readonly factor?: number }): string {
    const folder = join(tempFolder(), 'shards');
    mkdirSync(folder);
    for (const number of [1, 2, 3]) {
      const recorder = comparedRecorder({ ...run, seed: run.seed + number, seconds: 60, perSecond: 10 }, `${number}/3`);
      const facts = { run: { ...sampleFacts().run, id: `run-${run.seed}` } };
      const { state } = sampleShard(number, facts, { snapshot: recorder.snapshot() });
      writeFileSync(join(folder, shardFileName(state)), encodeShard(state));
    }
    return folder;
  }

  async function merge(...args: readonly string[]) {
    const system = new HeardSystem();
    const code = await mergeCommand.run(system, [...args, '--no-html', '--report-dir', reports]);
    return { code, stdout: system.text, stderr: system.warnings };
  }

  beforeAll(async () => {
    expect((await merge(shardsOf({ seed: 10 }))).code).toBe(0);
    base = join(reports, readdirSync(reports)[0]!);
  });

  it('passes a run like the baseline, and keeps the whole comparison next to the report', async () => {
    const { code, stdout, stderr } = await merge(shardsOf({ seed: 20 }), '--baseline', base);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^baseline: run \S+ of \S+ \(set by --baseline\)\n/)]);
    expect(stdout).toContain('first_output p95');
    const folders = readdirSync(reports).map((name) => join(reports, name));
    expect(folders.filter((folder) => existsSync(join(folder, 'comparison.json')))).toHaveLength(1);
  });

  it('finds a regression: exit code 111', async () => {
    const { code, stdout } = await merge(shardsOf({ seed: 30, factor: 1.3 }), '--baseline', base);
    expect([code, stdout]).toEqual([111, expect.stringContaining('verdict: REGRESSION')]);
  });

  it('refuses a baseline that is not there, before it writes anything', async () => {
    const before = readdirSync(reports).length;
    await expect(merge(shardsOf({ seed: 40 }), '--baseline', '/nowhere')).rejects.toThrow('/nowhere does not exist');
    expect(readdirSync(reports)).toHaveLength(before);
  });

  it('notes options that have no effect without it', async () => {
    const { code, stderr } = await merge(shardsOf({ seed: 50 }), '--margin', '5%');
    expect([code, stderr]).toEqual([0, 'note: --margin has no effect without --baseline\n']);
  });
});
