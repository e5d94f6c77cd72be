import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioFile, tempFolder } from '../support/palaver.ts';

const ACTION = '.github/actions/palaver/action.yml';
const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
}

const action = parse(readFileSync(ACTION, 'utf8')) as {
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

const GATED = `
practice: { bot: echo, delay: 20ms, workers: 20 }
defaults: { think: 20ms }
load: { closed: { vus: 4, conversations: 8, startSpread: 50ms } }
conversations: [ { name: talk, steps: [one, two] } ]
thresholds: [ "first_output p(50) < 10ms" ]
`;

/** Runs the step named `run` as a runner does. */
function runStep(folder: string, env: Record<string, string>) {
  const { run } = action.runs.steps.find(({ name }) => name === 'run')!;
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run!], {
    cwd: folder,
    env: { PATH: process.env.PATH, PALAVER: MAIN, OPTIONS: '', BASELINE: '', GITHUB_OUTPUT: output, ...env },
    encoding: 'utf8',
  });
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  ) as { readonly 'exit-code': string; readonly report: string };
  return { status, stderr, outputs };
}

describe('the GitHub action', () => {
  it('has steps that say in which shell they run, and only inputs that are described', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell, uses } of action.runs.steps) expect(run === undefined ? uses : shell).toBeTruthy();
    const text = readFileSync(ACTION, 'utf8');
    for (const [, input] of text.matchAll(/inputs\.([\w-]+)/g)) expect(Object.keys(action.inputs)).toContain(input);
    for (const [, output] of text.matchAll(/steps\.run\.outputs\.([\w-]+)/g))
      expect(Object.keys(action.outputs)).toContain(output);
  });

  it('runs, tells the exit code without failing at once, and compares with a baseline where there is one', () => {
    const folder = tempFolder();
    const scenario = scenarioFile(folder, GATED);
    const options = `--practice --name "the first one" --seed 3`;
    const first = runStep(folder, { SCENARIO: scenario, OPTIONS: options, BASELINE: 'nowhere' });
    expect([first.status, first.outputs['exit-code']]).toEqual([0, '99']);
    const report = JSON.parse(readFileSync(join(folder, first.outputs.report, 'report.json'), 'utf8'));
    expect(report.run).toMatchObject({ name: 'the first one', seed: 3 });
    for (const name of ['comment.md', 'junit.xml', 'report.html'])
      expect(existsSync(join(folder, 'palaver-run', name))).toBe(true);

    const again = tempFolder();
    const env = {
      SCENARIO: scenario,
      OPTIONS: '--practice --no-thresholds',
      BASELINE: join(folder, first.outputs.report),
    };
    const second = runStep(again, env);
    // So short a run proves nothing, and no output says otherwise.
    expect([second.status, second.outputs['exit-code']]).toEqual([0, '112']);
    expect(existsSync(join(again, second.outputs.report, 'comparison.json'))).toBe(true);
    const { verdict } = JSON.parse(readFileSync(join(again, second.outputs.report, 'report.json'), 'utf8'));
    // A machine that is busy with other tests may be too late for its own limits: then the run is invalid in itself.
    expect(['inconclusive', 'invalid']).toContain(verdict.status);
    expect(verdict.reasons.map(({ text }: { text: string }) => text).join()).toMatch(
      /not enough data|the baseline, run/,
    );
    const comment = readFileSync(join(again, 'palaver-run', 'comment.md'), 'utf8');
    expect(comment).toMatch(/^## ⚠️ (INCONCLUSIVE|INVALID)/);
    expect(comment).not.toContain('PASS');
    expect(comment.match(/^## /gm)).toHaveLength(1);
    expect(comment).toMatch(/Comparison with the baseline[\s\S]+first_output p50/);
  });
});
