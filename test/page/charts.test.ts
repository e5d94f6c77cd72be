/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../src/render/render-page.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { type Rgb, seenBy, VISIONS } from '../support/colour-vision.ts';
import { mismatchedReport } from '../support/mismatched-report.ts';
import { openPage } from '../support/open-page.ts';
import { placesReport } from '../support/places-report.ts';
import { targetsReport } from '../support/targets-report.ts';

const SAMPLE = readReport('reports/sample/report.json');

describe.runIf(hasBrowser)(`the charts of the page${BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = async (report: Report, options?: BrowserContextOptions) =>
    (await openPage(browser, renderPage(report), options)).page;
  const titles = (page: Page) => page.locator('#time figcaption strong').allInnerTexts();
  const legend = async (page: Page, chart: string): Promise<Record<string, string>> => {
    const rows = await page.locator(`#${chart} .u-legend tr`).all();
    const texts = rows.map((row) => Promise.all([row.locator('.u-label').innerText(), row.locator('td').innerText()]));
    return Object.fromEntries(await Promise.all(texts));
  };

  it('share one time axis with the load below the latencies, without a failures chart if nothing failed', async () => {
    const page = await open(SAMPLE);
    expect(await titles(page)).toEqual([
      'First output of all conversations',
      'Turn of all conversations',
      'Load',
      'Send lag: how late the load generator sent',
    ]);
    const plots = await page.evaluate(() =>
      [...document.querySelectorAll('#time .u-over')].map((plot) => {
        const { left, width } = plot.getBoundingClientRect();
        return [left, width];
      }),
    );
    expect(new Set(plots.map(String)).size).toBe(1);
    // Marks are drawn upon the canvas; only the last one leaves room for them.
    const room = await page.evaluate(() =>
      [...document.querySelectorAll('#time .u-wrap')].map(
        (wrap) => wrap.getBoundingClientRect().bottom - wrap.querySelector('.u-over')!.getBoundingClientRect().bottom,
      ),
    );
    expect(room.slice(0, -1).every((height) => height < 10)).toBe(true);
    expect(room.at(-1)).toBeGreaterThan(25);
    const failed = await open(mismatchedReport());
    expect(await titles(failed)).toContain('Failures');
    expect(await legend(failed, 'chart-failures')).toMatchObject({ 'failed turns/s': '200 in total' });
  });

  it('show the values of the whole run in the legend, or those under the pointer', async () => {
    const page = await open(SAMPLE);
    const texts = (name: string) =>
      page.locator('table.rows tbody tr').first().locator(`:nth-child(${name})`).innerText();
    const whole = await legend(page, 'chart-first-output');
    expect(whole).toMatchObject({
      time: 'whole run',
      p50: await texts('6'),
      p95: await texts('8'),
      p99: await texts('9'),
    });
    expect(await legend(page, 'chart-load')).toMatchObject({ 'virtual users': 'max 20' });
    expect(Object.values(await legend(page, 'chart-curve'))).not.toContain('–');
    const plot = page.locator('#chart-first-output .u-over');
    await plot.hover({ position: { x: 300, y: 40 } });
    const hovered = await legend(page, 'chart-first-output');
    expect(hovered.time).toMatch(/^0:\d\d$/);
    expect(hovered.p95).toMatch(/^\d+ ms$/);
    expect((await legend(page, 'chart-load')).time).toBe(hovered.time);
    await page.mouse.move(5, 5);
    expect(await legend(page, 'chart-first-output')).toEqual(whole);
  });

  it('overlay the targets and label each', async () => {
    const report = targetsReport({ factor: 1.3 });
    const page = await open(report);
    expect((await titles(page)).slice(0, 3)).toEqual([
      'First output p95 of all conversations, by target',
      'Turn p95 of all conversations, by target',
      'Load',
    ]);
    const told = await legend(page, 'chart-first-output');
    expect(Object.keys(told)).toEqual(['time', 'eu', 'us']);
    expect(Number.parseFloat(told.us!.replace(/^≈/, ''))).toBeGreaterThan(
      Number.parseFloat(told.eu!.replace(/^≈/, '')),
    );
    expect(Object.keys(await legend(page, 'chart-curve'))).toEqual(['share', 'eu', 'us']);
    await page.locator('#quantile').selectOption('p50');
    expect((await titles(page))[0]).toBe('First output p50 of all conversations, by target');
    // A step is chosen once, not once for each target.
    const rows = await page.locator('#row option').allInnerTexts();
    expect(new Set(rows).size).toBe(rows.length);
    await page.locator('#row').selectOption({ index: rows.length - 1 });
    expect(Object.keys(await legend(page, 'chart-turn'))).toEqual(['time', 'eu', 'us']);
  });

  it('overlay the places and label each, also of one target', async () => {
    const page = await open(placesReport());
    const rows = page.locator('#row');
    await rows.selectOption({ label: 'all conversations, by place' });
    expect((await titles(page)).slice(0, 2)).toEqual([
      'First output p95 of all conversations, by place',
      'Turn p95 of all conversations, by place',
    ]);
    expect(Object.keys(await legend(page, 'chart-first-output'))).toEqual(['time', 'frankfurt', 'virginia']);
    expect(Object.keys(await legend(page, 'chart-curve'))).toEqual(['share', 'frankfurt', 'virginia']);
    await rows.selectOption({ label: 'all conversations at eu, by place' });
    const told = await legend(page, 'chart-first-output');
    expect(told).toMatchObject({
      frankfurt: expect.stringMatching(/^≈3\d\d ms$/),
      virginia: expect.stringMatching(/^≈4\d\d ms$/),
    });
  });

  it.each(['light', 'dark'] as const)(
    'keep overlapping p95 and p99 curves distinguishable, also with colour blindness, in %s mode',
    async (colorScheme) => {
      const page = await open(mismatchedReport(), { colorScheme });
      const { p95, p99, ground } = await page.evaluate(() => {
        const read = (text: string) => text.match(/\d+/g)!.slice(0, 3).map(Number);
        const marker = (label: string) => {
          const line = [...document.querySelectorAll('#chart-first-output .u-legend tr')].find(
            (row) => row.querySelector('.u-label')?.textContent === label,
          )!;
          return read(getComputedStyle(line.querySelector('.u-marker')!).borderTopColor);
        };
        const { backgroundColor } = getComputedStyle(document.body);
        return { p95: marker('p95'), p99: marker('p99'), ground: read(backgroundColor) };
      });
      for (const vision of VISIONS)
        for (const [left, right] of [
          [p95, p99],
          [p95, ground],
          [p99, ground],
        ])
          expect([vision, seenBy(vision, left as unknown as Rgb, right as unknown as Rgb) > 40]).toEqual([
            vision,
            true,
          ]);
      // All turns took the same time: the lines lie on each other, and both are seen.
      const share = await page.evaluate(
        (colours) => {
          const canvas = document.querySelector<HTMLCanvasElement>('#chart-first-output canvas')!;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return colours.map((colour) => {
            let count = 0;
            for (let at = 0; at < data.length; at += 4)
              if (data[at + 3] === 255 && colour.every((part, index) => Math.abs(part - data[at + index]!) < 12))
                count++;
            return count;
          });
        },
        [p95, p99],
      );
      for (const count of share) expect(count).toBeGreaterThan(100);
    },
  );
});
