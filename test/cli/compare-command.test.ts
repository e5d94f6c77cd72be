import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareCommand } from '../../src/cli/commands/compare-command.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import type { OutputStream } from '../../src/platform/system-deps.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { type ComparedRun, comparedReport } from '../support/compared-report.ts';
import { tempFolder } from '../support/palaver.ts';
import { TestSystem } from '../support/test-system.ts';

class HeardSystem extends TestSystem {
  text = '';
  override readonly stdout: OutputStream = {
    isTty: false,
    columns: 100,
    write: (text) => {
      this.text += text;
    },
  };
}

async function compare(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; text: string }> {
  const system = new HeardSystem(env);
  const code = await compareCommand.run(system, args);
  return { code, text: system.text };
}

describe('palaver compare', () => {
  const folder = tempFolder();
  const report = (id: string, rest: Omit<ComparedRun, 'id'>) => writeReport(folder, comparedReport({ id, ...rest }));
  let base: string;
  let same: string;
  let slow: string[];
  beforeAll(() => {
    base = report('base', { seed: 1 });
    same = join(folder, 'same.json');
    writeFileSync(same, serialiseReport(comparedReport({ id: 'same', seed: 2 })));
    slow = [3, 4, 5].map((seed) => report(`slow-${seed}`, { seed, factor: 1.3 }));
  });

  it('accepts a run as a folder or a file', async () => {
    expect((await compare([base, same])).code).toBe(0);
    expect((await compare([join(base, 'report.json'), slow[0]!])).code).toBe(111);
  });

  it('accepts several runs per side, after one flag or with one flag each', async () => {
    const bases = [base, same, report('third', { seed: 9 })];
    const ways = [
      [...bases, '--candidate', ...slow, '--margin', '5%'],
      ['--margin', '5%', ...bases, '--candidate', ...slow],
      [...bases, `--candidate=${slow[0]}`, ...slow.slice(1), '--margin=5%'],
      [...bases, ...slow.flatMap((run) => ['-c', run]), '--margin', '5%'],
    ];
    const [first, ...others] = await Promise.all(ways.map((args) => compare(args)));
    expect(first!.code).toBe(111);
    expect(first!.text).toContain('3 runs against 3');
    expect(first!.text).toContain('±5 %; ±1 pp');
    expect(others).toEqual(others.map(() => first));
  });

  it('reads its options from the environment', async () => {
    const { code, text } = await compare([base, slow[0]!], { PALAVER_MARGIN: '40%', PALAVER_SHARE_MARGIN: '2%' });
    expect(text).toContain('±40 %; ±2 pp');
    expect(code).toBe(0);
  });

  it('exits with 112 with --fail-on inconclusive', async () => {
    const args = [base, same, '--margin', '0.1%', '--gate', 'turn p95'];
    expect((await compare(args)).code).toBe(0);
    const strict = await compare([...args, '--fail-on', 'inconclusive']);
    expect(strict.text).toContain('verdict: INCONCLUSIVE');
    expect(strict.code).toBe(112);
  });

  it.each<[string, (base: string, same: string) => string[], RegExp]>([
    ['no run', () => [], /compare needs two runs .*palaver compare BASELINE CANDIDATE/],
    [
      'three runs without a side',
      (a, b) => [a, b, a],
      /ambiguous: more than two runs, and none is named as the candidate/,
    ],
    ['no baseline', (a) => ['--candidate', a], /name the baseline first/],
    ['two runs a side', (a, b) => [a, b, '--candidate', a, b], /2 with 2 runs/],
    ['the same run', (a) => [a, a], /run base is given twice/],
    ['a run that is not there', (a) => [a, '/nowhere/at/all'], /\/nowhere\/at\/all/],
    ['what is no report', (a) => [a, 'package.json'], /package\.json cannot be read as a report/],
    [
      'a margin that is none',
      (a, b) => [a, b, '--margin', '5'],
      /--margin must be a margin such as 5%, 20ms or 5%,20ms \(got "5"\)/,
    ],
    ['a gate that is none', (a, b) => [a, b, '--gate', 'trun p95'], /no metric trun .*did you mean turn\?/],
    ['a step that is none', (a, b) => [a, b, '--gate', 'turn{step:helo} p95'], /no step "helo" .*did you mean hello\?/],
    [
      'an output that is none',
      (a, b) => [a, b, '--out', 'junit=x'],
      /unknown output type junit .*html, json, markdown/,
    ],
    ['a folder to write into', (a, b) => [a, b, '--out', 'json=/tmp'], /is a folder/],
    ['an option that is none', (a, b) => [a, b, '--margins', '5%'], /unknown option --margins did you mean --margin\?/],
  ])('rejects %s', async (_, args, said) => {
    const error = await compare(args(base, same)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof KnownError)) throw error;
    expect(`${error.message} ${error.hint ?? ''}`).toMatch(said);
    expect(error.exit).toBe('invalid');
  });
});
