import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPass, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: a | talk
mock: { bot: echo, delay: 5ms }
load: { closed: { vus: 1, conversations: 2 } }
defaults: { think: 1ms }
conversations: [{ name: talk, steps: [{ say: hi, expect: { text: { equals: hi } } }] }]
thresholds: [turns_timed_out == 0]
`;

describe.concurrent('a run in a job of GitHub Actions', () => {
  it('appends its report to the step summary, and writes its other outputs', async () => {
    const folder = tempFolder();
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'what another command wrote\n');
    const outputs = ['markdown', 'junit', 'csv', 'timeline'].map((type) => join(folder, `${type}.out`));
    const out = outputs.flatMap((path) => ['--out', `${/(\w+)\.out$/.exec(path)![1]}=${path}`]);
    const args = ['run', scenarioFile(folder, SCENARIO), '--mock', '--quiet', '--report-dir', join(folder, 'runs')];
    const { code, stderr } = await palaver([...args, ...out], { GITHUB_STEP_SUMMARY: summary });
    expect(stderr).not.toContain('warning');
    const report = onlyReport(join(folder, 'runs'));
    expect(isPass(report, code)).toBe(true);

    const [markdown, junit, csv, timeline] = outputs.map((path) => readFileSync(path, 'utf8'));
    expect(readFileSync(summary, 'utf8')).toBe(`what another command wrote\n\n${markdown}`);
    expect(markdown).toMatch(/^## (✅|⚠️) (PASS|INVALID).*: a &#124; talk\n/);
    expect(junit).toMatch(/<testcase name="hi" classname="palaver\.checks\.default\.talk" time="[\d.]+"\/>/);
    expect(csv).toMatch(new RegExp(`^${report.run.id},default,talk,hi,turn,,trend,2,2,0,`, 'm'));
    expect(timeline!.trimEnd().split('\n')).toHaveLength(1 + report.timeline.blocks.length);
  });

  it('keeps its exit code if the summary cannot be written', async () => {
    const folder = tempFolder();
    const summary = join(folder, 'summary.md');
    mkdirSync(summary);
    const args = ['run', scenarioFile(folder, SCENARIO), '--mock', '--quiet', '--report-dir', join(folder, 'runs')];
    const { code, stderr } = await palaver(args, { GITHUB_STEP_SUMMARY: summary });
    expect(stderr).toContain(`warning: no step summary: cannot append to ${summary}: it is a folder`);
    expect(isPass(onlyReport(join(folder, 'runs')), code)).toBe(true);
  });
});
