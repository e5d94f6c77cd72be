import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChosenBaseline, readBaseline } from '../../src/cli/read-baseline.ts';
import { writeFileAtomic } from '../../src/platform/files/files.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

const SAMPLE = readReport('reports/sample/report.json');

/** A folder of runs: name → what is different from the sample. */
function folderOf(
  runs: Record<
    string,
    { status?: Report['verdict']['status']; startedAt: string; scenario?: string; partial?: boolean }
  >,
) {
  const folder = tempFolder();
  for (const [name, { status = 'pass', startedAt, scenario = SAMPLE.scenario.name, partial = false }] of Object.entries(
    runs,
  )) {
    const report: Report = {
      ...SAMPLE,
      run: { ...SAMPLE.run, id: name, startedAt, partial },
      verdict: { ...SAMPLE.verdict, status },
      scenario: { ...SAMPLE.scenario, name: scenario },
    };
    writeFileAtomic(join(folder, name, 'report.json'), serialiseReport(report));
  }
  writeFileAtomic(join(folder, 'README.md'), 'no run');
  return folder;
}

/** The run that is chosen where there is one. */
function chosenFrom(path: string, scenario: string): ChosenBaseline {
  const baseline = readBaseline(path, scenario);
  if (baseline.report === undefined) throw new Error(baseline.chosen);
  return baseline;
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T10:00:00.000Z`;

describe('the baseline of a run', () => {
  it('may be a run, by its folder or its report', () => {
    for (const path of ['reports/sample', 'reports/sample/report.json'])
      expect(chosenFrom(path, 'whatever').report.run.id).toBe(SAMPLE.run.id);
  });

  it('in a folder of runs is the latest run of the scenario that passed', () => {
    const folder = folderOf({
      old: { startedAt: day(1) },
      good: { startedAt: day(3) },
      failed: { startedAt: day(4), status: 'fail' },
      killed: { startedAt: day(5), status: 'incomplete' },
      other: { startedAt: day(6), scenario: 'another talk' },
    });
    expect(chosenFrom(folder, SAMPLE.scenario.name).report.run.id).toBe('good');
    expect(chosenFrom(folder, 'another talk').report.run.id).toBe('other');
  });

  it('is never a failed, regressed or incomplete run; those are counted, together with unreadable reports', () => {
    const folder = folderOf({
      good: { startedAt: day(1) },
      better: { startedAt: day(2) },
      slower: { startedAt: day(3), status: 'regression' },
      unclear: { startedAt: day(4), status: 'inconclusive' },
      checkpoint: { startedAt: day(5), status: 'incomplete', partial: true },
      part: { startedAt: day(6), partial: true },
      other: { startedAt: day(7), scenario: 'another talk', status: 'fail' },
    });
    writeFileAtomic(join(folder, 'damaged', 'report.json'), '{');
    const { report, path, chosen, doubts } = chosenFrom(folder, SAMPLE.scenario.name);
    expect([report.run.id, path, doubts]).toEqual(['better', join(folder, 'better'), []]);
    const [before, after] = chosen.replace(/\)$/, '').split(' (skipped: ');
    expect(before).toBe(`latest of 2 passed runs of "${SAMPLE.scenario.name}"`);
    expect(after!.split(', ').sort()).toEqual([
      '1 incomplete',
      '1 inconclusive',
      '1 partial',
      '1 regression',
      '1 unreadable',
    ]);
  });

  it('makes the verdict suspect if it is named and did not pass', () => {
    const folder = folderOf({ slower: { startedAt: day(1), status: 'regression' } });
    expect(chosenFrom(join(folder, 'slower'), 'whatever').doubts).toEqual([
      'baseline run slower did not pass (verdict: regression)',
    ]);
  });

  it('is missing if a folder of runs has none of the scenario', () => {
    const empty = tempFolder();
    expect(readBaseline(empty, 'a talk')).toEqual({
      report: undefined,
      chosen: `no baseline yet: ${empty} contains no runs; nothing is compared`,
    });
    const others = folderOf({ one: { startedAt: day(1) }, two: { startedAt: day(2), status: 'fail' } });
    expect(readBaseline(others, 'a talk').chosen).toBe(
      `no baseline yet: ${others} contains 2 runs, none of "a talk"; nothing is compared`,
    );
  });

  it('is rejected if the path is missing, with the remedy for a first run', () => {
    const path = join(tempFolder(), 'mistyped');
    const { message, hint } = refusal(() => readBaseline(path, 'a talk'));
    expect(message).toBe(`--baseline: ${path} does not exist`);
    expect(hint).toContain('mkdir -p');
  });

  it('is rejected if no run of the scenario passed, with their verdicts', () => {
    const runs = { failed: { startedAt: day(4), status: 'fail' }, part: { startedAt: day(5), partial: true } } as const;
    const folder = folderOf(runs);
    writeFileAtomic(join(folder, 'damaged', 'report.json'), '{');
    const { name } = SAMPLE.scenario;
    const { message } = refusal(() => readBaseline(folder, name));
    const [before, skipped] = message.split(' passed (');
    expect(before).toBe(`--baseline: none of 2 runs of "${name}" in ${folder}`);
    expect(skipped!.replace(')', '').split(', ').sort()).toEqual(['1 fail', '1 partial', '1 unreadable']);
  });

  it('is rejected if it may be among unreadable reports, with the reasons', () => {
    const folder = folderOf({ other: { startedAt: day(1), scenario: 'another talk' } });
    writeFileAtomic(join(folder, 'damaged', 'report.json'), '{');
    const { message } = refusal(() => readBaseline(folder, 'a talk'));
    expect(message).toContain(`no run of "a talk" in ${folder}, and 1 report there cannot be read: `);
    expect(message).toContain(join(folder, 'damaged', 'report.json'));
    expect(readBaseline(folder, 'another talk').report?.run.id).toBe('other');
  });

  it('skips runs of another report version, says so, and starts anew without others', () => {
    const old = (folder: string) =>
      writeFileAtomic(join(folder, 'old', 'report.json'), '{"version":"1.5.0","tool":"palaver 0.9.0"}');
    const mixed = folderOf({ good: { startedAt: day(1) } });
    old(mixed);
    const { report, chosen } = chosenFrom(mixed, SAMPLE.scenario.name);
    expect(report.run.id).toBe('good');
    expect(chosen).toContain('(skipped: 1 of another report version)');
    const alone = tempFolder();
    old(alone);
    expect(readBaseline(alone, 'a talk')).toEqual({
      report: undefined,
      chosen: `no baseline yet: ${alone} contains 1 run of another report version; nothing is compared`,
    });
    const named = readBaseline(join(alone, 'old'), 'a talk');
    expect(named.report).toBeUndefined();
    expect(named.chosen).toMatch(/^no baseline: .* has report version 1\.5\.0; .*; nothing is compared$/);
  });
});
