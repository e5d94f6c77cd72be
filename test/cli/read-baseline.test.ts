import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../src/cli/read-baseline.ts';
import { writeFileAtomic } from '../../src/platform/files.ts';
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

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T10:00:00.000Z`;

describe('the baseline of a run', () => {
  it('is a run, by its folder or its report', () => {
    for (const path of ['reports/sample', 'reports/sample/report.json'])
      expect(readBaseline(path, 'whatever').report.run.id).toBe(SAMPLE.run.id);
  });

  it('is of a folder of runs the latest of the scenario that passed', () => {
    const folder = folderOf({
      old: { startedAt: day(1) },
      good: { startedAt: day(3) },
      failed: { startedAt: day(4), status: 'fail' },
      killed: { startedAt: day(5), status: 'incomplete' },
      other: { startedAt: day(6), scenario: 'another talk' },
    });
    expect(readBaseline(folder, SAMPLE.scenario.name).report.run.id).toBe('good');
    expect(readBaseline(folder, 'another talk').report.run.id).toBe('other');
  });

  it('is never one that failed, got slower or was cut short; those are counted, and what cannot be read with them', () => {
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
    const { report, path, chosen, doubts } = readBaseline(folder, SAMPLE.scenario.name);
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

  it('is taken with a doubt where it is named and did not pass', () => {
    const folder = folderOf({ slower: { startedAt: day(1), status: 'regression' } });
    expect(readBaseline(join(folder, 'slower'), 'whatever').doubts).toEqual([
      'baseline run slower did not pass (verdict: regression)',
    ]);
  });

  it('is missed with how many runs there were', () => {
    const folder = folderOf({ failed: { startedAt: day(4), status: 'fail' } });
    expect(refusal(() => readBaseline(folder, 'a talk')).message).toBe(
      `--baseline: no passed run of "a talk" among the 1 runs in ${folder}`,
    );
  });
});
