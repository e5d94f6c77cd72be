/// <reference lib="dom" />
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderComparisonPage } from '../../src/render/comparison/render-comparison-page.ts';
import type { Comparison } from '../../src/report/comparison/comparison-schema.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { barriers, inked, openPage } from '../support/open-page.ts';
import { sampleComparison } from '../support/sample-comparison.ts';

const SAMPLE = sampleComparison();

describe.runIf(hasBrowser)(`the page of a comparison in a browser${hasBrowser ? '' : BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = (comparison: Comparison, options?: BrowserContextOptions) =>
    openPage(browser, renderComparisonPage(comparison), options);

  it('shows verdict, rows, bars and curves without network requests and console messages', async () => {
    const { page, troubles } = await open(SAMPLE);
    expect(await page.title()).toBe('regression: Comparison: restaurant booking · palaver');
    expect(await page.locator('.verdict').innerText()).toMatch(/^REGRESSION\s+exit code 111: the candidate is slower/);
    expect(await page.locator('#gate tbody tr').count()).toBe(5);
    expect(await page.locator('#gate tbody tr').nth(3).innerText()).toMatch(/turn p95\s+▲ slower\s+799 ms\s+1\.06 s/);
    expect(await page.locator('#gate svg.interval').count()).toBe(5);
    expect(await inked(page)).toEqual([true, true]);
    expect(troubles).toEqual([]);
  });

  it('draws each interval in its place: right of the margin if slower', async () => {
    const { page } = await open(SAMPLE);
    const parts = await page
      .locator('#gate svg.interval')
      .first()
      .evaluate((svg) =>
        ['margin', 'range', 'estimate'].map((name) => {
          const { x, width } = (svg.querySelector(`.${name}`) as SVGGraphicsElement).getBBox();
          return [x, x + width];
        }),
      );
    const [margin, range, estimate] = parts as [number[], number[], number[]];
    expect(range[0]!).toBeGreaterThan(margin[1]!);
    expect(estimate[0]!).toBeGreaterThan(range[0]!);
    expect(estimate[1]!).toBeLessThan(range[1]!);
    expect((margin[0]! + margin[1]!) / 2).toBeCloseTo(50, 1);
  });

  it('filters informational rows, and offers the data of each chart as a table', async () => {
    const { page } = await open(SAMPLE);
    const rows = page.locator('#explored tbody tr');
    const all = await rows.count();
    await page.locator('#filter').fill('party p95');
    expect(await rows.count()).toBe(2);
    expect(await page.locator('#explored [role=status]').innerText()).toBe(`2 of ${all} rows`);
    await page.locator('#chart-turn summary').click();
    // They are filled in when the opening is told, which is a moment later.
    await page.locator('#chart-turn details tbody tr').nth(30).waitFor();
  });

  it.each(['light', 'dark'] as const)('passes axe in %s mode', async (colorScheme) => {
    const { page } = await open(SAMPLE, { colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it('uses the selected colour scheme and never scrolls sideways', async () => {
    const { page } = await open(SAMPLE, { viewport: { width: 400, height: 800 }, colorScheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(20, 23, 28)');
    await page.locator('#theme').selectOption('light');
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });

  it('renders runs without enough data and without histograms', async () => {
    const { page, troubles } = await open({ ...sampleComparison(1, { seconds: 10 }), curves: [] });
    expect(await page.locator('.verdict').innerText()).toMatch(/^NOT ENOUGH DATA/);
    expect(await page.locator('#curves').innerText()).toContain('no histograms');
    expect(troubles).toEqual([]);
  });
});
