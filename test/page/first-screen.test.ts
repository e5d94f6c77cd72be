/// <reference lib="dom" />
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../src/render/render-page.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { EXAMPLE, mismatchedReport, SESSION, TRACE } from '../support/mismatched-report.ts';
import { openPage } from '../support/open-page.ts';

const SAMPLE = readReport('reports/sample/report.json');
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

describe.runIf(hasBrowser).each(SCREENS)(`the first screen of $width by $height${BROWSER_HINT}`, (viewport) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = async (report: Report) => (await openPage(browser, renderPage(report), { viewport })).page;

  /** Wholly, without scrolling. */
  async function expectInSight(page: Page, ...places: Locator[]): Promise<void> {
    for (const place of places) {
      const box = (await place.boundingBox())!;
      expect([await place.innerText(), box.x >= 0 && box.x + box.width <= viewport.width]).toEqual([
        expect.anything(),
        true,
      ]);
      expect([await place.innerText(), box.y >= 0 && box.y + box.height <= viewport.height]).toEqual([
        expect.anything(),
        true,
      ]);
    }
    expect(await page.evaluate(() => scrollY)).toBe(0);
  }

  it('shows the verdict and its reasons, what was run, and the key metrics', async () => {
    const page = await open(SAMPLE);
    expect(await page.locator('.verdict').innerText()).toMatch(/^PASS\s+all 4 thresholds passed\s+exit code 0$/);
    expect(await page.locator('.summary dt').allInnerTexts()).toEqual(['target', 'load', 'duration', 'date']);
    expect(await page.locator('.summary').innerText()).toContain(SAMPLE.load.description);
    expect(await page.locator('.summary').innerText()).toContain(SAMPLE.targets[0]!.address);
    expect(await page.locator('.summary').innerText()).toContain(SAMPLE.run.startedAt.slice(0, 10));
    await expectInSight(page, page.locator('.banner'), page.locator('.summary'), page.locator('.thresholds'));
    await expectInSight(page, ...(await page.locator('#key-metrics > div').all()));
  });

  it('shows for a failed run the step, the check, the expected and actual reply, and the ids to look up', async () => {
    const page = await open(mismatchedReport());
    expect(await page.locator('.verdict').innerText()).toMatch(/^FAIL\s+2 of 3 thresholds failed\s+exit code 99$/);
    const first = page.locator('#first-failures li').first();
    const text = (await first.innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('200 × mismatched book a table › party size');
    expect(text).toContain(EXAMPLE);
    expect(await first.locator('.trace').allInnerTexts()).toEqual([SESSION, TRACE]);
    await expectInSight(page, page.locator('.banner'), page.locator('.thresholds'), first);
    // What missed comes first, and no row says again what another says.
    expect(await page.locator('.thresholds tbody tr').first().innerText()).toMatch(
      /✗ failed\s+first_output p\(95\) < 1500ms/,
    );
    expect(await page.locator('.banner li').allInnerTexts()).toEqual([
      expect.stringMatching(/^no conversation completed; /),
    ]);
  });

  it('leaves the failures of a passed run to their section', async () => {
    const page = await open({ ...mismatchedReport(), verdict: { status: 'pass', exitCode: 0, reasons: [] } });
    expect(await page.locator('#first-failures').count()).toBe(0);
    expect(await page.locator('#failures').innerText()).toContain(EXAMPLE);
    // With one target, its name would repeat in each line.
    const columns = await page.locator('#failures table').first().locator('thead th').allInnerTexts();
    expect(columns).toEqual(['class', 'count', 'time', 'first occurrence', 'session and trace']);
    const cells = page.locator('#failures table').first().locator('tbody tr').first().locator('th, td');
    expect(await cells.count()).toBe(columns.length);
  });

  it('collapses most passed thresholds, and no failed one', async () => {
    const [missed, , passed] = mismatchedReport().thresholds;
    const thresholds = [...Array.from({ length: 20 }, () => passed!), missed!];
    const page = await open({ ...mismatchedReport(), thresholds });
    const shown = page.locator('.thresholds').first().locator('tbody tr');
    expect(await shown.count()).toBe(6);
    expect(await shown.first().innerText()).toContain('✗ failed');
    expect(await page.locator('#verdict details summary').innerText()).toBe('15 more that passed');
  });

  it('shows what was said, if texts are kept', async () => {
    const hashed = await open(mismatchedReport());
    expect(await hashed.locator('.said').allInnerTexts()).toEqual([
      'user “hello”',
      'bot 32 characters (#a2953d36) +100 ms',
      'user “a table for {{guests}}”',
      'bot 14 characters (#a2953d36) +105 ms',
    ]);
    expect(await hashed.locator('#conversations').innerText()).toContain('--keep-texts shows them in plain text');
    expect(await hashed.locator('.waterfall tbody tr').nth(1).innerText()).toContain(EXAMPLE);
    const kept = await open(mismatchedReport(true));
    expect(await kept.locator('.said').allInnerTexts()).toEqual([
      'user “hello”',
      'bot “Good day, what can I do for you?” +100 ms',
      'user “a table for four”',
      'bot “We are closed.” +105 ms',
    ]);
    expect(await kept.locator('#conversations').innerText()).not.toContain('--keep-texts');
  });

  it('shows all columns and rows of the step table, or scrolls them in their own box', async () => {
    const page = await open(SAMPLE);
    const [box, table] = await page.evaluate(() => {
      const place = document.querySelector('.scroll:has(> .rows)')!;
      const sizes = (of: Element) => ({
        inner: [of.clientWidth, of.clientHeight],
        all: [of.scrollWidth, of.scrollHeight],
      });
      return [sizes(place), document.querySelector('table.rows')!.getBoundingClientRect().width];
    });
    expect(await page.locator('table.rows thead th').count()).toBe(11);
    const lines = SAMPLE.groups.length;
    expect(await page.locator('table.rows tbody tr').count()).toBeGreaterThan(lines);
    if (viewport.width > 1000) expect(box!.all).toEqual(box!.inner);
    else {
      expect(table).toBeGreaterThan(box!.inner[0]!);
      expect(box!.inner[1]).toBeLessThan(viewport.height);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
  });
});
