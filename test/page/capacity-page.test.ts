/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCapacityPage } from '../../src/render/capacity/render-capacity-page.ts';
import type { Capacity } from '../../src/report/capacity/capacity-schema.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { barriers, inked, openPage } from '../support/open-page.ts';
import { SAMPLE_STEPS, sampleCapacity } from '../support/sample-capacity.ts';

describe.runIf(hasBrowser)(`the page of a capacity search in a browser${hasBrowser ? '' : BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = (capacity: Capacity, options?: BrowserContextOptions) =>
    openPage(browser, renderCapacityPage(capacity), options);

  it('shows answer, curves and steps without network requests and console messages', async () => {
    const { page, troubles } = await open(sampleCapacity());
    expect(await page.title()).toBe('found: Capacity: book a table · palaver');
    expect(await page.locator('.verdict').innerText()).toMatch(/^FOUND\s+exit code 0: pass/);
    expect(await page.locator('#key-metrics').innerText()).toMatch(/sustained\s+30\s+virtual users/);
    expect(await page.locator('#steps tbody tr').count()).toBe(7);
    expect(await page.locator('#steps tbody tr').nth(5).innerText()).toMatch(/33\s+\? inconclusive/);
    expect(await inked(page)).toEqual([true, true, true]);
    await page.locator('#chart-latency summary').click();
    // They are filled in when the opening is told, which is a moment later.
    expect(await page.locator('#chart-latency details tbody tr').nth(5).innerText()).toMatch(
      /40\s+720 ms\s+900 ms\s+900 ms\s+failed/,
    );
    expect(troubles).toEqual([]);
  });

  it('shows the key facts of the search before the first curve', async () => {
    const { page } = await open(sampleCapacity());
    const words = await page.locator('#answer').innerText();
    for (const word of [
      'inconclusive after',
      'book a table',
      'https://endpoint.example.com/…9f2c',
      'conversation_completion > 95%',
      '7 steps in 6m 52s',
      '2026-01-31 14:00:00 UTC, palaver 0.1.0',
    ])
      expect(words).toContain(word);
  });

  it('marks loads that were not sustained, even without a p95 because too many turns failed', async () => {
    const silent = { p50Ms: 900, p95Ms: null, p99Ms: null };
    const broken = { ...SAMPLE_STEPS[2]!, firstOutput: silent, turn: silent };
    const held = await open(sampleCapacity([SAMPLE_STEPS[1]!], { kind: 'not-reached' }));
    const failed = await open(sampleCapacity([SAMPLE_STEPS[1]!, broken], { kind: 'missed' }));
    const drawn = ({ page }: { page: Page }) =>
      Promise.all(['good', 'bad'].map((colour) => share(page, '#chart-latency', colour).then((part) => part > 0)));
    expect(await drawn(held)).toEqual([true, false]);
    expect(await drawn(failed)).toEqual([true, true]);
    expect(await failed.page.locator('#chart-latency figcaption').innerText()).toMatch(
      /● sustained, ✕ failed; at the top of the chart: too many turns failed for a p95\.$/,
    );
  });

  it('draws the limit of an objective across the whole chart, even with a single load', async () => {
    const single = sampleCapacity([SAMPLE_STEPS[2]!], { kind: 'missed' });
    const { page } = await open(single);
    const without = await open({ ...single, objectives: ['turns_timed_out == 0'] });
    for (const chart of ['#chart-latency', '#chart-completion']) {
      expect(await share(page, chart, 'text')).toBeGreaterThan(0.4);
      expect(await share(without.page, chart, 'text')).toBeLessThan(0.1);
    }
  });

  it('prints in print colours', async () => {
    const { page } = await open(sampleCapacity(), { colorScheme: 'dark' });
    expect(await share(page, '#chart-latency', 'text')).toBeGreaterThan(0.4);
    // The page's own listener was there before: it is told before this one.
    await page.evaluate(() => {
      const told = new Promise((resolve) => matchMedia('print').addEventListener('change', resolve));
      Object.assign(window, { told: told.then(() => undefined) });
    });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => (window as unknown as { told: Promise<void> }).told);
    expect(await share(page, '#chart-latency', 'text')).toBeGreaterThan(0.4);
  });

  it('prints charts no wider than the paper', async () => {
    const { page } = await open(sampleCapacity());
    await page.evaluate(() => {
      matchMedia('print').addEventListener('change', ({ matches }) => {
        const [figure, canvas] = ['figure', 'figure canvas'].map((name) => document.querySelector(name)!.clientWidth);
        if (matches) Object.assign(window, { printed: [figure, canvas] });
      });
    });
    await page.pdf({ format: 'A4' });
    const [figure, canvas] = await page.evaluate(() => (window as unknown as { printed: [number, number] }).printed);
    expect(figure).toBeLessThan(900);
    expect(canvas).toBeGreaterThan(figure / 2);
    expect(canvas).toBeLessThanOrEqual(figure);
  });

  it('escapes hostile names', async () => {
    const name = '"></script><script>alert(1)</script><img src=x onerror=alert(2)>';
    const steps = [{ ...SAMPLE_STEPS[2]!, why: [name] }];
    const { page, troubles } = await open({
      ...sampleCapacity(steps, { kind: 'missed' }),
      scenario: name,
      target: { name, url: name },
    });
    expect(await page.locator('h1').innerText()).toBe(`Capacity: ${name}`);
    expect(await page.locator('#steps tbody').innerText()).toContain(name);
    expect(await page.locator('img').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it.each([
    [
      'a search that was stopped before it knew anything',
      sampleCapacity([], { kind: 'cut', by: 'signal', why: 'stopped' }),
    ],
    ['a single load', sampleCapacity([SAMPLE_STEPS[2]!], { kind: 'missed' })],
  ])('renders %s', async (_, capacity) => {
    const { page, troubles } = await open(capacity);
    expect((await inked(page)).every(Boolean)).toBe(true);
    expect(troubles).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('passes axe in %s mode', async (colorScheme) => {
    const { page } = await open(sampleCapacity(), { colorScheme });
    expect(await barriers(page)).toEqual([]);
  });

  it.each([true, false])('never scrolls sideways on a phone, scripts: %s', async (javaScriptEnabled) => {
    const { page } = await open(sampleCapacity(), { viewport: { width: 400, height: 800 }, javaScriptEnabled });
    expect(await page.locator('h1').innerText()).toBe('Capacity: book a table');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(400);
  });
});

/** Of the row of a chart's picture that has most of a colour of the style sheet: which share of it has. */
function share(page: Page, chart: string, colour: string): Promise<number> {
  return page.locator(`${chart} canvas`).evaluate((canvas: HTMLCanvasElement, name) => {
    const probe = document.body.appendChild(document.createElement('span'));
    probe.style.color = `var(--${name})`;
    const wanted = getComputedStyle(probe).color.match(/\d+/g)!.map(Number);
    const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map<number, number>();
    for (let at = 0; at < data.length; at += 4) {
      const row = Math.floor(at / 4 / width);
      if (data[at + 3] === 255 && wanted.every((value, index) => Math.abs(value - data[at + index]!) < 3))
        counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values()) / width;
  }, colour);
}
