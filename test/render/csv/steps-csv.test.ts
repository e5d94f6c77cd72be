import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../../src/render/csv/csv-text.ts';
import { renderStepsCsv } from '../../../src/render/csv/steps-csv.ts';
import type { Report } from '../../../src/report/report.ts';
import { coarseReport } from '../../support/coarse-report.ts';
import { expectGolden } from '../../support/golden.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { sampleReport } from '../../support/sample-report.ts';

type Row = Record<string, string>;

const rowsOf = (report: Report): Row[] => parse(renderStepsCsv(report), { columns: true });

function rowOf(rows: readonly Row[], wanted: Row): Row {
  const found = rows.filter((row) => Object.entries(wanted).every(([column, value]) => row[column] === value));
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('the CSV of steps', () => {
  const report = sampleReport(400);

  it.each([
    ['failed', report],
    ['few-turns', sampleReport(12)],
    ['coarse', coarseReport()],
  ])('of a run: %s', (name, sample) => {
    expectGolden(`steps-${name}.csv`, renderStepsCsv(sample));
  });

  it('contains the numbers of the report with all digits', () => {
    const rows = rowsOf(report);
    for (const { target, conversation = '', step = '', metrics } of report.groups) {
      for (const metric of ['first_output', 'turn']) {
        const trend = metrics[metric];
        if (trend?.kind !== 'trend') continue;
        const row = rowOf(rows, { target, conversation, step, metric, label: '' });
        expect(Number(row.count)).toBe(trend.count);
        expect(Number(row.p50_ms)).toBe(trend.p50);
        expect(Number(row.p50_lower_ms)).toBe(trend.bounds?.p50?.[0]);
        expect(Number(row.mean_ms)).toBe(trend.mean);
      }
    }
    expect(rowOf(rows, { target: '', metric: 'turns_timed_out' })).toMatchObject({ kind: 'counter', count: '10' });
    expect(rowOf(rows, { target: '', metric: 'goodput' })).toMatchObject({ kind: 'rate', numerator: '390' });
    expect(rowOf(rows, { target: '', metric: 'reply', label: 'position:1' }).count).toBe('790');
  });

  it('leaves a quantile among failed turns empty, and shows its lower bound', () => {
    const row = rowOf(rowsOf(report), { step: 'party size', metric: 'turn' });
    expect(row).toMatchObject({ count: '390', failed: '10', p99_ms: '', at_least_ms: '30000' });
  });

  it('marks small samples', () => {
    const row = rowOf(rowsOf(sampleReport(12)), { step: 'hello', metric: 'turn' });
    expect(row).toMatchObject({ approximate: 'p50 p75 p90', maximum_only: 'p95 p99 p99_9' });
  });

  it('has one line per reason', () => {
    const lost = { kind: 'counter' as const, count: 3, reasons: { refused: 2, 'transport-close': 1 } };
    const rows = rowsOf({ ...report, metrics: { connects_failed: lost }, groups: [] });
    expect(rows.map(({ label, count }) => [label, count])).toEqual([
      ['', '3'],
      ['reason:refused', '2'],
      ['reason:transport-close', '1'],
    ]);
  });
});

describe('CSV', () => {
  it('round-trips any text', () => {
    const formula = /^[=+\-@\t\r＝＋－＠]|[;\t\r\n][\s"]*[=+\-@＝＋－＠]/;
    const cell = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !formula.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const header = ['left', 'right'];
        expect(parse(csvText(header, rows))).toEqual([header, ...rows]);
      }),
    );
  });

  it.each(['=HYPERLINK("http://a.test")', '+1', '-1', '@SUM(A1)', '\ttab', '\rcr', '＝1'])('defuses %j', (text) => {
    expect(parse(csvText(['name', 'value'], [[text, -1]]))[1]).toEqual([`'${text}`, '-1']);
    const steps = rowsOf(hostileReport(text)).map(({ step }) => step);
    expect(steps).toContain(`'${text}`);
    expect(steps).not.toContain(text);
  });

  it('escapes formulas at the start of a cell, also with semicolons as separators', () => {
    const defused = (text: string) => (parse(csvText(['name'], [[text]])) as string[][])[1]![0];
    expect(defused("noon;=cmd|'/c calc'!A0;2")).toBe("noon;'=cmd|'/c calc'!A0;2");
    expect(defused('noon\n +1; -2')).toBe("noon\n '+1; '-2");
    expect(defused('a; "=1"')).toBe(`a; "'=1"`);
    expect(defused('\t=1')).toBe("'\t'=1");
    expect(defused('noon; two = 2, e-mail a@b.test')).toBe('noon; two = 2, e-mail a@b.test');
  });

  it('has the same number of cells in every line', () => {
    const records: string[][] = parse(renderStepsCsv(hostileReport('a "b", c\r\nd | <e> \u{1f355}')));
    expect(new Set(records.map((record) => record.length)).size).toBe(1);
    expect(records.some((record) => record.includes('a "b", c\r\nd | <e> \u{1f355}'))).toBe(true);
  });
});
