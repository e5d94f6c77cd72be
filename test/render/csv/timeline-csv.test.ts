import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { renderTimelineCsv } from '../../../src/render/csv/timeline-csv.ts';
import type { Report } from '../../../src/report/report.ts';
import { coarseReport } from '../../support/coarse-report.ts';
import { expectGolden } from '../../support/golden.ts';
import { sampleReport } from '../../support/sample-report.ts';

type Row = Record<string, string>;

const rowsOf = (report: Report): Row[] => parse(renderTimelineCsv(report), { columns: true });
const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);

describe('the timeline CSV', () => {
  const report = sampleReport(400);
  const rows = rowsOf(report);

  it.each([
    ['failed', report],
    ['few-turns', sampleReport(12)],
    ['coarse', coarseReport()],
  ])('of a run: %s', (name, sample) => {
    expectGolden(`timeline-${name}.csv`, renderTimelineCsv(sample));
  });

  it('has a line per block, and counters that sum to the run', () => {
    expect(rows).toHaveLength(report.timeline.blocks.length);
    expect(sum(rows, 'turns_completed')).toBe(790);
    expect(sum(rows, 'turns_timed_out')).toBe(10);
    expect(sum(rows, 'arrivals')).toBe(400);
    expect(rows[0]).not.toHaveProperty('disconnects');
  });

  it('sums the targets', () => {
    const blocks = report.timeline.blocks.map((block) => ({
      ...block,
      counters: { ...block.counters, us: { turns_completed: 1, brand_new: 2 } },
    }));
    const both = rowsOf({ ...report, timeline: { ...report.timeline, blocks } });
    expect(sum(both, 'turns_completed')).toBe(790 + blocks.length);
    expect(Object.keys(both[0]!).at(-1)).toBe('brand_new');
  });

  it('ends with the run, and averages users over the elapsed time', () => {
    const { blockMs, blocks } = report.timeline;
    const last = blocks.at(-1)!;
    const durationMs = last.startMs + blockMs / 2;
    const cut = rowsOf({ ...report, run: { ...report.run, durationMs } }).at(-1)!;
    expect(Number(cut.end_ms)).toBe(durationMs);
    expect(Number(cut.active_vus)).toBeCloseTo(last.activeVus * 2, 2);
  });

  it('has no quantile without measured values', () => {
    const blocks = report.timeline.blocks.map((block) => ({ ...block, steps: [] }));
    for (const row of rowsOf({ ...report, timeline: { ...report.timeline, blocks } }))
      expect(row).toMatchObject({ first_output_p50_ms: '', turn_p99_ms: '' });
  });

  it('is only a header without blocks', () => {
    expect(renderTimelineCsv({ ...report, timeline: { blockMs: 1000, blocks: [] } })).toMatch(
      /^run_id,start_ms,end_ms,phase,active_vus,arrivals,first_output_p50_ms,.*,turn_p99_ms\n$/,
    );
  });
});
