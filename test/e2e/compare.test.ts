import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../src/report/comparison/comparison-schema.ts';
import { onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const scenario = (delay: string) =>
  scenarioFile(
    tempFolder(),
    `name: quick\nmock: { bot: echo, delay: ${delay} }\nload: { closed: { vus: 4, conversations: 12 } }\n` +
      'defaults: { think: 10ms }\nconversations:\n  - name: talk\n    steps: [ hello, again, and again, still there? ]\n',
  );

/** A run of the built command line; its report, in a file of its own. */
async function run(delay: string): Promise<string> {
  const folder = tempFolder();
  await palaver(['run', scenario(delay), '--mock', '--report-dir', folder, '--quiet']);
  const path = join(folder, 'report.json');
  // A machine that is busy with other tests may be too late for its own limits; that is not what is tried here.
  const { verdict, ...rest } = onlyReport(folder);
  writeFileSync(path, JSON.stringify({ ...rest, verdict: { ...verdict, status: 'pass' } }));
  return path;
}

describe('palaver compare', () => {
  it('finds a regression in runs over real sockets: 111, with its files', async () => {
    const [base, candidate] = await Promise.all(
      ['5ms', '80ms'].map((delay) => Promise.all([run(delay), run(delay), run(delay)])),
    );
    const folder = tempFolder();
    const outs = ['json', 'html', 'markdown'].flatMap((type) => ['--out', `${type}=${join(folder, type)}`]);
    const args = [...base!, '--candidate', ...candidate!, '--margin', '20ms', '--gate', 'turn p50', ...outs];
    const { code, stdout, stderr } = await palaver(['compare', ...args]);
    expect(stderr).toBe('');
    expect(stdout).toContain('turn p50 is slower');
    expect(stdout).toContain('exit code  111: the candidate is slower or worse than the baseline');
    expect(code).toBe(111);
    const comparison = comparisonSchema.parse(JSON.parse(readFileSync(join(folder, 'json'), 'utf8')));
    expect(comparison.rows[0]).toMatchObject({
      metric: 'turn',
      statistic: 'p50',
      gating: true,
      outcome: 'slower',
      units: 3,
    });
    expect(comparison.rows.filter(({ step }) => step === 'still there?').length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(join(folder, 'markdown'), 'utf8')).toMatch(/^## ❌ REGRESSION/);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('explains what it cannot compare, without a stack trace', async () => {
    const { code, stderr } = await palaver(['compare', 'reports/sample', 'reports/sample']);
    expect(stderr).toMatch(/^error: run plv-\w+ is given twice\n/);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(104);
  });
});
