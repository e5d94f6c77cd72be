import fc from 'fast-check';
import { HistogramLogReader } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { renderHlog } from '../../src/render/hdr/hlog.ts';
import { hlogTag } from '../../src/render/hdr/hlog-tag.ts';
import type { Report } from '../../src/report/report.ts';
import { expectGolden } from '../support/golden.ts';
import { sampleReport } from '../support/sample-report.ts';

interface Read {
  readonly tag: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly count: number;
  readonly maxUs: number;
}

/** Every line of a log, as another library reads it; times since the start of the run. */
function read(report: Report): Read[] {
  const reader = new HistogramLogReader(renderHlog(report));
  const base = Date.parse(report.run.startedAt);
  const lines: Read[] = [];
  for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram()) {
    const { startTimeStampMsec, endTimeStampMsec, totalCount, maxValue } = next;
    lines.push({
      tag: next.tag!,
      startMs: Math.round(startTimeStampMsec - base),
      endMs: Math.round(endTimeStampMsec - base),
      count: totalCount,
      maxUs: maxValue,
    });
  }
  return lines;
}

describe('the histogram log', () => {
  const report = sampleReport(400);
  const lines = read(report);
  const tagged = (tag: string) => lines.filter((line) => line.tag === tag);

  it('has the known text, apart from the histograms', () => {
    expectGolden('hlog.txt', renderHlog(sampleReport(12)).replace(/,HIST[\w+/=]+$/gm, ',HIST…'));
  });

  it('contains every trend of every row, with both bounds where they exist', () => {
    const rows = [{ metrics: report.metrics }, ...report.groups];
    const trends = rows.flatMap(({ metrics }) => Object.values(metrics).filter(({ kind }) => kind === 'trend'));
    const edges = trends.flatMap((trend) => ('histogram' in trend ? [trend.histogram, trend.histogramLower] : []));
    const whole = lines.filter(({ tag }) => !tag.includes('part:block'));
    expect(whole).toHaveLength(edges.filter((edge) => edge !== undefined).length);
    expect(new Set(whole.map(({ tag }) => tag)).size).toBe(whole.length);
    for (const { startMs, endMs } of whole) expect([startMs, endMs]).toEqual([0, 45_000]);
    const place = '{target:eu;conversation:book%20a%20table;step:party%20size}';
    expect(tagged(`turn${place}`)).toMatchObject([{ count: 390 }]);
    expect(tagged('turn{bound:lower}')).toMatchObject([{ count: 790 }]);
    expect(tagged('first_output{target:eu;of:completed}')).toHaveLength(1);
  });

  it('contains the same over time, in total and per step, in intervals that sum to the run', () => {
    const sum = (tag: string) => tagged(tag).reduce((total, { count }) => total + count, 0);
    expect(sum('turn{part:block}')).toBe(790);
    expect(sum('first_output{target:eu;conversation:book%20a%20table;step:party%20size;part:block}')).toBe(390);
    for (const { startMs, endMs } of tagged('turn{part:block}')) {
      expect(endMs - startMs).toBe(report.timeline.blockMs);
      expect(startMs % report.timeline.blockMs).toBe(0);
    }
  });

  it('is ordered by time: readers stop at the first line after their range', () => {
    const starts = lines.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(starts.at(-1)).toBeGreaterThan(40_000);
  });

  it('writes the maximum in ms next to histograms in µs', () => {
    const text = renderHlog(report);
    const [, shown] = /^Tag=turn,0\.000,45\.000,([\d.]+),/m.exec(text)!;
    expect(Number(shown)).toBeCloseTo(tagged('turn')[0]!.maxUs / 1000, 3);
    const turn = report.metrics.turn;
    if (turn?.kind !== 'trend') throw new Error('no turns');
    expect(Math.abs(Number(shown) / turn.max! - 1)).toBeLessThan(0.001);
  });

  it('of a run without turns has its header and what was measured', () => {
    const empty = { ...report, metrics: {}, groups: [], timeline: { blockMs: 1000, blocks: [] } };
    expect(renderHlog(empty).trimEnd().split('\n').at(-1)).toMatch(/^"StartTimestamp"/);
    expect(read(empty)).toEqual([]);
  });

  it('rejects a damaged histogram', () => {
    const turn = report.metrics.turn!;
    const damaged = { ...report, metrics: { turn: { ...turn, histogram: 'HISTFAAAAA==' } } } as Report;
    expect(() => renderHlog(damaged)).toThrow(KnownError);
  });
});

describe('the tags of a histogram log', () => {
  it('name the metric, its place, its own label, and the bound or part', () => {
    const step = { target: 'eu', conversation: 'book a table', step: 'day, time' };
    expect(hlogTag('turn', {}, 'whole')).toBe('turn');
    expect(hlogTag('reply{position:11+}', { target: 'eu' }, 'lower')).toBe('reply{target:eu;position:11+;bound:lower}');
    expect(hlogTag('turn', step, 'block')).toBe(
      'turn{target:eu;conversation:book%20a%20table;step:day%2C%20time;part:block}',
    );
  });

  it('contain no tag delimiters, and can be mapped back to the names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(name, name, name, (target, conversation, step) => {
        const tag = hlogTag('turn', { target, conversation, step }, 'whole');
        expect(tag).toMatch(/^[!-+\--~]+$/);
        const values = tag
          .slice('turn{'.length, -1)
          .split(';')
          .map((label) => label.split(':')[1]!);
        expect(values.map(decodeURIComponent)).toEqual([target, conversation, step]);
      }),
    );
    expect(hlogTag('turn', { step: 'half \ud83c' }, 'whole')).toBe('turn{step:half%20%EF%BF%BD}');
  });
});
