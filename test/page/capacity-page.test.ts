/// <reference lib="dom" />
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/platform/files.ts';
import { renderCapacityPage } from '../../src/render/capacity/render-capacity-page.ts';
import type { Capacity } from '../../src/report/capacity/capacity-schema.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { tempFolder } from '../support/palaver.ts';
import { SAMPLE_STEPS, sampleCapacity } from '../support/sample-capacity.ts';

describe.runIf(hasBrowser)(`the page of a search in a browser${hasBrowser ? '' : BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /** Opens a search from a file, without a network; with what a console, an exception or a request told. */
  async function open(
    capacity: Capacity,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; troubles: string[] }> {
    const path = join(tempFolder(), 'capacity.html');
    writeFileAtomic(path, renderCapacityPage(capacity));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, ...options });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) troubles.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href);
    return { page, troubles };
  }

  const inked = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value) => value !== 0);
      }),
    );

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
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('never scrolls sideways on a telephone', async () => {
    const { page } = await open(sampleCapacity(), { viewport: { width: 400, height: 800 } });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(400);
  });
});
