import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { rendererOf } from '../../src/render/renderers.ts';
import type { Report } from '../../src/report/report.ts';
import { expectGolden } from '../support/golden.ts';
import { sampleReport } from '../support/sample-report.ts';

describe('the percentile text', () => {
  const report = sampleReport(400);

  it('of turns says which turns are excluded', () => {
    expectGolden('hgrm-turn.txt', rendererOf('hgrm-turn')(report, {}));
  });

  it('is of first_output by default', () => {
    const text = rendererOf('hgrm')(report, {});
    expect(text).toContain('#[first_output of the whole run in milliseconds]\n');
    const trend = report.metrics.first_output;
    if (trend?.kind !== 'trend') throw new Error('no first outputs');
    const [, value] = /^ +([\d.]+) 1\.0+ +790$/m.exec(text)!;
    expect(Math.abs(Number(value) / trend.max! - 1)).toBeLessThan(0.001);
  });

  it('is one curve: rows of four columns with increasing values and counts', () => {
    const rows = rendererOf('hgrm')(report, {})
      .split('\n')
      .filter((line) => /^ +\d/.test(line))
      .map((line) => line.trim().split(/ +/).map(Number));
    expect(rows.length).toBeGreaterThan(20);
    for (const [index, row] of rows.slice(0, -1).entries()) {
      expect(row).toHaveLength(4);
      for (const column of [0, 1, 2]) expect(rows[index + 1]![column]).toBeGreaterThanOrEqual(row[column]!);
    }
  });

  it('of a run without turns has no rows', () => {
    const text = rendererOf('hgrm')({ ...report, metrics: {} }, {});
    expect(text).toMatch(/1\/\(1-Percentile\)\n\n#\[Mean {4}= {8}0\.000/);
  });

  it('stays valid for any run name', () => {
    const name = 'one\n1.0 2.0 3 4.0\r\u0085\u2028two';
    const text = rendererOf('hgrm')({ ...report, run: { ...report.run, name } }, {});
    expect(text.split(/\r\n|[\n\r\u0085\u2028\u2029]/)[0]).toBe('#[palaver 0.1.0: one 1.0 2.0 3 4.0 two, run 7f3a]');
  });

  it('rejects a damaged histogram', () => {
    const turn = report.metrics.turn!;
    const damaged = { ...report, metrics: { turn: { ...turn, histogram: 'AAAA' } } } as Report;
    expect(() => rendererOf('hgrm-turn')(damaged, {})).toThrow(KnownError);
  });
});
