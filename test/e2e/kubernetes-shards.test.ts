import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { createdByReadme, manifest, podOf, processOf } from '../support/manifests.ts';
import { countIn, isPass, onlyReport, tempFolder } from '../support/palaver.ts';
import { configMapFolder, runContainer } from '../support/run-container.ts';

/** Its feed comes from the same ConfigMap. */
const SCENARIO = `
name: guests
defaults: { think: 20ms }
load: { closed: { vus: 8, conversations: 16, startSpread: 50ms } }
thresholds: [ turn max < 60s ]
conversations: [ { feed: guests.csv, steps: [hello, "my name is {{guest}}"] } ]
`;

describe('the jobs of Kubernetes', () => {
  it('run each shard once, and merge them into one report', async () => {
    const mock = await startMock({ bot: 'echo', delay: '5ms', workers: 50 });
    const work = tempFolder();
    const scenario = configMapFolder({
      'scenario.yml': SCENARIO,
      'guests.csv': readFileSync('scenarios/guests.csv', 'utf8'),
    });
    const place = { mounts: { '/scenario': scenario, '/work': work } };
    // As far ahead as processes need to start on a busy machine.
    const startAt = `${new Date(Date.now() + 20_000).toISOString().slice(0, 19)}Z`;
    const values = {
      ...createdByReadme(),
      'configmap palaver-run': { 'start-at': startAt, id: 'load-1' },
      'secret palaver-target': { url: mock.url, token: 'token-of-tests' },
    };
    const { spec } = manifest('indexed-job.yml', 'Job', 'palaver-shards');
    const shard = (index: number) => {
      const container = processOf(spec.template!.spec, values);
      // As Kubernetes sets it.
      return { ...container, env: { ...container.env, JOB_COMPLETION_INDEX: String(index) } };
    };
    const indexes = Array.from({ length: spec.completions! }, (_, index) => index);
    const ends = await Promise.all(indexes.map((index) => runContainer(shard(index), place)));
    expect(ends.map(({ code, stderr }) => [code, code === 0 && !stderr.includes('warning:') ? '' : stderr])).toEqual(
      indexes.map(() => [0, '']),
    );
    const { inputs } = mock.stats();
    expect(inputs).toBe(16 * 2);
    const again = await runContainer(shard(0), place);
    expect([again.code, again.stderr, mock.stats().inputs]).toEqual([
      104,
      expect.stringContaining('this shard has run'),
      inputs,
    ]);
    await mock.stop();

    const merge = processOf(podOf(manifest('merge-job.yml', 'Job', 'palaver-merge'))!, values);
    const { code, stdout, stderr } = await runContainer(merge, place);
    const report = onlyReport(join(work, 'reports'));
    expect([isPass(report, code), stderr.includes('warning:'), stdout.includes('verdict:')], stdout).toEqual([
      true,
      false,
      true,
    ]);
    expect(countIn(report, 'inputs_sent')).toBe(inputs);
    expect(report.generator.machines?.map((machine) => machine.shard)).toEqual(
      indexes.map((index) => `${index + 1}/${indexes.length}`),
    );
    expect(report.run.id).toBe('load-1');
    expect(readdirSync(join(work, 'shards'))).toHaveLength(1);
  });
});
