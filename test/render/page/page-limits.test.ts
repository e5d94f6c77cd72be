import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../../src/render/build-page-model.ts';
import { renderPage } from '../../../src/render/render-page.ts';
import { serialiseReport } from '../../../src/report/serialise-report.ts';
import { wideReport } from '../../support/wide-run.ts';

const HOUR_MS = 3_600_000;
const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe('the page of an hour with 30 steps', () => {
  const report = wideReport({ steps: 30, durationMs: HOUR_MS, everyMs: 2000 });
  const model = buildPageModel(report);

  it('is small', () => {
    expect(model.timeline.startMs.length).toBeGreaterThanOrEqual(60);
    expect(model.rows[0]!.trends.find(({ metric }) => metric === 'turn')!.count).toBeGreaterThan(50_000);
    expect(sizeOf(model)).toBeLessThan(700_000);
    expect(renderPage(report).length).toBeLessThan(1_000_000);
  });

  it('draws 30 rows over time, all conversations first', () => {
    expect(model.timeline.rows).toHaveLength(30);
    expect(model.timeline.rows[0]!.row).toBe('all');
  });

  it('omits the fastest step above the limit', () => {
    const drawn = new Set(model.timeline.rows.map(({ row }) => row));
    const p95 = (row: (typeof model.rows)[number]) =>
      row.trends.find(({ metric }) => metric === 'turn')!.quantiles.p95.value ?? Number.POSITIVE_INFINITY;
    const missing = model.rows.filter(({ id }) => !drawn.has(id));
    expect(missing).toHaveLength(1);
    const fastest = Math.min(...model.rows.filter(({ kind }) => kind === 'step').map(p95));
    expect(p95(missing[0]!)).toBe(fastest);
  });

  it('shows as many conversations as fit, slow and random ones, and their number', () => {
    const turns = model.conversations.reduce((sum, conversation) => sum + conversation.turns.length, 0);
    expect(turns).toBeLessThanOrEqual(1000);
    expect(turns).toBeGreaterThan(900);
    const kept = model.conversations.map((conversation) => conversation.kept[0]);
    expect(kept.filter((why) => why === 'slowest').length).toBeGreaterThan(10);
    expect(kept.filter((why) => why === 'random').length).toBeGreaterThan(10);
    expect(model.notes).toContain(`${kept.length} of the 40 conversations in report.json are shown.`);
  });
});

describe('the page of a scenario with 240 steps', () => {
  const report = wideReport({ steps: 240, durationMs: 600_000, everyMs: 6000 });
  const model = buildPageModel(report);

  it('has a row for each, and stays below 1 MB', () => {
    expect(model.rows.filter(({ kind }) => kind === 'step')).toHaveLength(240);
    expect(renderPage(report).length).toBeLessThan(1_000_000);
    expect(serialiseReport(report).length).toBeLessThan(3_000_000);
  });

  it('shows nothing over time if the report has no timeline for steps', () => {
    expect(report.notes.join(' ')).toContain('histograms per step in the timeline');
    expect(model.timeline.rows).toEqual([]);
    expect(model.timeline.turns.some((rate) => rate > 0)).toBe(true);
  });

  it('shows the longest turns of a long conversation', () => {
    for (const { turns } of model.conversations) expect(turns.length).toBeLessThanOrEqual(200);
    expect(model.conversations.length).toBeGreaterThanOrEqual(2);
  });
});
