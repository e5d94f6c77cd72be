import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildComparisonPageModel } from '../../../src/render/comparison/build-comparison-page-model.ts';
import { renderComparisonPage } from '../../../src/render/comparison/render-comparison-page.ts';
import { comparisonRendererOf } from '../../../src/render/comparison-renderers.ts';
import { renderComparison } from '../../../src/render/render-comparison.ts';
import { renderComparisonMarkdown } from '../../../src/render/render-comparison-markdown.ts';
import { MAX_CHARACTERS } from '../../../src/render/render-markdown.ts';
import type { Comparison } from '../../../src/report/comparison/comparison-schema.ts';
import { GFM_TOOL_HINT, gfmToHtml, hasGfmTool } from '../../support/gfm-tool.ts';
import { expectGolden } from '../../support/golden.ts';
import { refusal } from '../../support/refusal.ts';
import { sampleComparison } from '../../support/sample-comparison.ts';
import { SHAPE } from '../../support/sample-run.ts';

const tableModule = createRequire(import.meta.url).resolve('cli-table3');
const stringWidth: (text: string) => number = createRequire(tableModule)('string-width');
const widest = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => stringWidth(line)),
  );

const one = sampleComparison();
const three = sampleComparison(3, { seconds: 60 });
const short = sampleComparison(1, { seconds: 20 });

describe('a comparison', () => {
  it.each([
    ['one', one],
    ['three', three],
    ['short', short],
  ])('of %s run per side is shown in tables and in Markdown', (name, comparison) => {
    expectGolden(`comparison/tables-${name}.txt`, renderComparison(comparison));
    expectGolden(`comparison/markdown-${name}.md`, renderComparisonMarkdown(comparison));
  });

  it.each([80, 120])('fits %d columns, also in colour', (width) => {
    for (const comparison of [one, three, short]) {
      const text = renderComparison(comparison, { width, colour: true });
      expect(widest(text)).toBeLessThanOrEqual(width);
      expect(stripVTControlCharacters(text)).toBe(renderComparison(comparison, { width }));
    }
  });

  it('shows every value in full at 80 columns', () => {
    expect(renderComparison(one)).not.toMatch(/\S…/);
    expect(renderComparison(one)).toContain(' conversation_completion ');
  });

  it('is complete as JSON', () => {
    expect(JSON.parse(comparisonRendererOf('json')(three))).toEqual(three);
  });

  it('lists its output types', () => {
    expect(refusal(() => comparisonRendererOf('junit')).hint).toBe('use one of: html, json, markdown, tables');
    expect(refusal(() => comparisonRendererOf('constructor')).message).toContain('unknown output type');
  });
});

describe('a comparison of many steps', () => {
  const steps = Array.from({ length: 900 }, (_, step) => ({
    ...one.rows.at(-1)!,
    step: `step ${step} ${'x'.repeat(90)}`,
  }));

  it('omits as many from Markdown as do not fit in a comment', () => {
    const text = renderComparisonMarkdown({ ...one, rows: [...one.rows, ...steps] });
    expect(text.length).toBeLessThanOrEqual(MAX_CHARACTERS);
    expect(text).toContain('omitted (comment size limit)');
    expect(text).toContain('| turn p95 |');
  });
});

describe('the model of the page', () => {
  const model = buildComparisonPageModel(one);

  it('has a bar for each row with data, within its scale', () => {
    const rows = [...model.gating, ...model.exploratory];
    expect(rows).toHaveLength(one.rows.length);
    for (const [index, { bar }] of rows.entries()) {
      expect(bar !== undefined).toBe(one.rows[index]!.difference !== undefined);
      if (!bar) continue;
      expect(bar.low).toBeLessThanOrEqual(bar.estimate);
      expect(bar.high).toBeGreaterThanOrEqual(bar.estimate);
      expect(Math.max(Math.abs(bar.low), Math.abs(bar.high), bar.margin)).toBeLessThanOrEqual(1);
    }
  });

  it('has both curves over the same shares; the one with failures ends before them', () => {
    for (const { metric, share, base, candidate, candidateFailed } of model.curves) {
      expect([base.length, candidate.length]).toEqual([share.length, share.length]);
      expect(candidateFailed).toBeGreaterThan(0);
      expect(base.at(-1)).not.toBeNull();
      expect(candidate.at(-1)).toBeNull();
      const p95 = one.rows.find((row) => row.metric === metric && row.statistic === 'p95')!;
      const at = share.findIndex((each) => Math.abs(each - 0.95) < 1e-9);
      expect(base[at]! / p95.base!).toBeCloseTo(1, 2);
      expect(candidate[at]! / p95.candidate!).toBeCloseTo(1, 2);
      const known = candidate.filter((ms) => ms !== null);
      expect(known).toEqual([...known].sort((left, right) => left - right));
    }
  });
});

describe('names with a meaning in HTML or Markdown', () => {
  const text = '</script><b>|`x` @a';
  const shape = { ...SHAPE, conversations: [{ name: text, steps: [text, 'second'] }] };
  const named = sampleComparison(1, { shape });
  const hostile: Comparison = {
    ...named,
    base: named.base.map((run) => ({ ...run, name: text })),
    candidate: named.candidate.map((run) => ({ ...run, name: text })),
    warnings: [text],
  };

  it('are escaped in the page', () => {
    const page = renderComparisonPage(hostile);
    expect(page.split('</script>')).toHaveLength(3);
    expect(page).not.toContain('<b>');
    expect(page).toContain('&lt;b&gt;');
  });

  it.skipIf(!hasGfmTool)(`are unchanged in Markdown${GFM_TOOL_HINT}`, () => {
    const html = gfmToHtml(renderComparisonMarkdown(hostile));
    expect(html).not.toMatch(/<b>|<script/);
    const cells = [...html.matchAll(/<tr>\n(.*?)<\/tr>/gs)].map(([, row]) => row!.match(/<t[dh]/g)!.length);
    expect(new Set(cells)).toEqual(new Set([5, 6]));
  });
});
