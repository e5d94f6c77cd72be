/// <reference lib="dom" />
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCapacityPage } from '../../src/render/capacity/render-capacity-page.ts';
import type { Capacity } from '../../src/report/capacity/capacity-schema.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { barriers, inked, openPage } from '../support/open-page.ts';
import { SAMPLE_STEPS, sampleCapacity } from '../support/sample-capacity.ts';

describe.runIf(hasBrowser)(`the page of a search in a browser${hasBrowser ? '' : BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = (capacity: Capacity, options?: BrowserContextOptions) =>
    openPage(browser, renderCapacityPage(capacity), options);

  it('shows answer, curves and steps without asking for anything or complaining', async () => {
    const { page, troubles } = await open(sampleCapacity());
    expect(await page.title()).toBe('found: Capacity: book a table · palaver');
    expect(await page.locator('.verdict').innerText()).toMatch(/^FOUND\s+exit code 0: pass/);
    expect(await page.locator('#figures').innerText()).toMatch(/held\s+30 virtual users/);
    expect(await page.locator('#steps tbody tr').count()).toBe(7);
    expect(await page.locator('#steps tbody tr').nth(5).innerText()).toMatch(/33\s+✗ at the limit/);
    expect(await inked(page)).toEqual([true, true, true]);
    await page.locator('#chart-latency summary').click();
    expect(await page.locator('#chart-latency tbody tr').last().innerText()).toMatch(
      /40\s+720 ms\s+900 ms\s+900 ms\s+no/,
    );
    expect(troubles).toEqual([]);
  });

  it.each([
    [
      'a search that was stopped before it knew anything',
      sampleCapacity([], { kind: 'cut', by: 'signal', why: 'stopped' }),
    ],
    ['a single load', sampleCapacity([SAMPLE_STEPS[2]!], { kind: 'missed' })],
  ])('stands with %s', async (_, capacity) => {
    const { page, troubles } = await open(capacity);
    expect((await inked(page)).every(Boolean)).toBe(true);
    expect(troubles).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is usable by all in %s, as axe finds', async (colorScheme) => {
    const { page } = await open(sampleCapacity(), { colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it('never scrolls sideways on a telephone', async () => {
    const { page } = await open(sampleCapacity(), { viewport: { width: 400, height: 800 } });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(400);
  });
});
