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
  runs: Record<string, { status?: Report['verdict']['status']; startedAt: string; scenario?: string }>,
) {
  const folder = tempFolder();
  for (const [name, { status = 'pass', startedAt, scenario = SAMPLE.scenario.name }] of Object.entries(runs)) {
    const report: Report = {
      ...SAMPLE,
      run: { ...SAMPLE.run, id: name, startedAt },
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
      expect(readBaseline(path, 'whatever').run.id).toBe(SAMPLE.run.id);
  });

  it('is of a folder of runs the latest of the scenario that passed', () => {
    const folder = folderOf({
      old: { startedAt: day(1) },
      good: { startedAt: day(3) },
      failed: { startedAt: day(4), status: 'fail' },
      killed: { startedAt: day(5), status: 'incomplete' },
      other: { startedAt: day(6), scenario: 'another talk' },
    });
    expect(readBaseline(folder, SAMPLE.scenario.name).run.id).toBe('good');
    expect(readBaseline(folder, 'another talk').run.id).toBe('other');
  });

  it('is missed with how many runs there were', () => {
    const folder = folderOf({ failed: { startedAt: day(4), status: 'fail' } });
    expect(refusal(() => readBaseline(folder, 'a talk')).message).toBe(
      `--baseline: of the 1 runs in ${folder} none is one of "a talk" that passed`,
    );
  });
});
