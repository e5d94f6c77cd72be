/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../src/render/render-page.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import type { TracedConversation } from '../../src/report/traces/trace-schema.ts';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { barriers, inked, openPage } from '../support/open-page.ts';
import { placesReport } from '../support/places-report.ts';
import { targetsReport } from '../support/targets-report.ts';
import { wideReport } from '../support/wide-run.ts';

const SAMPLE = readReport('reports/sample/report.json');

const TRACED: TracedConversation = {
  target: 'eu',
  conversation: 'talk',
  number: 0,
  vu: 0,
  sessionId: 'plv-1-c0',
  startedMs: 0,
  outcome: 'failed',
  hashed: false,
  lines: [
    { atMs: 5, text: 'called ./hooks.ts#login in 4.00 ms: seats = 4' },
    { atMs: 2066, who: 'user', text: '"hello"' },
    { atMs: 2329, who: 'bot', text: '"Welcome!"' },
    { atMs: 2329, text: '✗ call ./hooks.ts#isOk: the answer is wrong (1.00 ms)', mood: 'bad' },
  ],
};
const TRACED_LINES = [
  '0.005 s\t\tcalled ./hooks.ts#login in 4.00 ms: seats = 4',
  '2.066 s\tuser\t"hello"',
  '2.329 s\tbot\t"Welcome!"',
  '2.329 s\t\t✗ call ./hooks.ts#isOk: the answer is wrong (1.00 ms)',
];

describe.runIf(hasBrowser)(`the page in a browser${hasBrowser ? '' : BROWSER_HINT}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = (report: Report, options?: BrowserContextOptions) => openPage(browser, renderPage(report), options);

  const range = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.range input')].map((input) => Number(input.value)),
    );
  const column = (page: Page, place: number) =>
    page.locator(`table.rows tbody tr > :nth-child(${place})`).allInnerTexts();

  it('shows a run without network requests and console messages', async () => {
    const { page, troubles } = await open(SAMPLE);
    expect(await page.title()).toBe('pass: restaurant booking · palaver');
    expect(await page.locator('.verdict').innerText()).toMatch(/^PASS\s+all 4 thresholds passed\s+exit code 0$/);
    expect(await page.locator('.thresholds tbody tr').count()).toBe(SAMPLE.thresholds.length);
    expect(await page.locator('.u-over').count()).toBe(6);
    expect(await inked(page)).toEqual(Array.from({ length: 6 }, () => true));
    expect(troubles).toEqual([]);
  });

  it('zooms all time charts by dragging, and resets them with a button', async () => {
    const { page } = await open(SAMPLE);
    const whole = await range(page);
    const plot = page.locator('#chart-first-output .u-over');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const [from, to] = await range(page);
    expect(from).toBeCloseTo(whole[1]! * 0.25, -0.5);
    expect(to).toBeCloseTo(whole[1]! * 0.5, -0.5);
    await page.getByRole('button', { name: 'whole run', exact: true }).click();
    expect(await range(page)).toEqual(whole);
    await page.locator('.range input[name=to]').fill('9');
    await page.locator('.range input[name=to]').press('Tab');
    expect(await range(page)).toEqual([whole[0], 9]);
  });

  it('ranks several targets of a run', async () => {
    const { page, troubles } = await open(targetsReport({ factor: 1.3 }));
    const rows = await page.locator('#regions table').first().locator('tbody tr').allInnerTexts();
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatch(/first_output p50\s+eu\s+\d+ ms\s+best/);
    expect(rows[1]).toMatch(/us\s+\d+ ms\s+\+[\d.]+ % \(.*\)\s+worse/);
    expect(await page.locator('#regions').innerText()).toContain('The same conversations at the same times');
    expect(troubles).toEqual([]);
  });

  it('shows which latency each target has from which place', async () => {
    const { page, troubles } = await open(placesReport());
    const rows = await page.locator('#places tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').slice(0, 3))).toEqual([
      ['frankfurt', 'eu', '80'],
      ['', 'us', '80'],
      ['virginia', 'eu', '40'],
      ['', 'us', '40'],
    ]);
    await page.locator('#kind').selectOption('place');
    expect(new Set(await column(page, 1))).toEqual(
      new Set(['frankfurt', 'virginia'].flatMap((place) => [place, `${place}\neu`, `${place}\nus`])),
    );
    expect(await page.locator('#conversations .detail').first().innerText()).toMatch(
      /^eu from (frankfurt|virginia), session/,
    );
    expect(await barriers(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it('sorts by any column in both directions and announces it', async () => {
    const { page } = await open(SAMPLE);
    const p95 = page.getByRole('columnheader', { name: 'p95' });
    await page.locator('#kind').selectOption('step');
    await page.locator('#filter').fill('first_output');
    const before = await column(page, 8);
    await p95.getByRole('button').click();
    expect(await p95.getAttribute('aria-sort')).toBe('descending');
    const falling = await column(page, 8);
    expect(falling).not.toEqual(before);
    const numbers = falling
      .map((text) => Number.parseFloat(text.replace(/[^0-9.]/g, '')))
      .filter((ms) => !Number.isNaN(ms));
    expect(numbers).toEqual([...numbers].sort((left, right) => right - left));
    await p95.getByRole('button').click();
    expect(await p95.getAttribute('aria-sort')).toBe('ascending');
    expect((await column(page, 8))[0]).toBe(falling.filter((text) => /\d/.test(text)).at(-1));
  });

  it('filters by text and by type', async () => {
    const { page } = await open(SAMPLE);
    await page.locator('#filter').fill('party first_output');
    expect(await column(page, 1)).toEqual(['party size\nbook a table', 'party size\nbook a table']);
    await page.locator('#filter').fill('nothing like it');
    expect(await column(page, 1)).toEqual([]);
    await page.locator('#filter').fill('');
    await page.locator('#kind').selectOption('conversation');
    expect(new Set(await column(page, 1))).toEqual(new Set(['book a table', 'ask for the menu']));
  });

  it('shows the selected row and metric in the charts', async () => {
    const { page } = await open(SAMPLE);
    await page.getByRole('button', { name: 'confirm' }).first().click();
    await expect
      .poll(() => page.locator('#chart-first-output figcaption strong').innerText())
      .toBe('First output of confirm');
    await page.locator('#metric').selectOption('turn');
    expect(await page.locator('#chart-curve figcaption strong').innerText()).toBe('Percentiles: turn of confirm');
    await page.locator('#row').selectOption('all');
    expect(await page.locator('#chart-turn figcaption strong').innerText()).toBe('Turn of all conversations');
  });

  it('offers the data of each chart as a table', async () => {
    const { page } = await open(SAMPLE);
    await page.locator('#chart-load summary').click();
    // The table is filled when the browser tells that it was opened, a moment later.
    await expect.poll(() => page.locator('#chart-load details tbody tr').count()).toBe(SAMPLE.timeline.blocks.length);
  });

  it('shows a traced conversation line by line, and the slowest turn by turn', async () => {
    const { page } = await open({ ...SAMPLE, traces: [TRACED] });
    const lines = page.locator('.trace-lines tbody tr');
    expect(await lines.allInnerTexts()).toEqual(TRACED_LINES);
    // No text is broken where there is space for it.
    const heights = await lines.evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThan(1.5 * Math.min(...heights));
    await page.locator('#conversation').selectOption('1');
    const slowest = SAMPLE.exemplars
      .filter(({ kept }) => kept.includes('slowest'))
      .sort((a, b) => b.longestTurnMs - a.longestTurnMs)[0]!;
    expect(await page.locator('#conversation option').nth(1).innerText()).toContain(`#${slowest.number}:`);
    expect(await page.locator('.waterfall tbody tr').count()).toBe(slowest.turns.length);
    expect(await page.locator('.waterfall rect.turn').count()).toBe(slowest.turns.length);
    expect(await page.locator('.waterfall .trace').first().innerText()).toBe(slowest.turns[0]!.traceId);
  });

  it('shows a traced conversation without turns', async () => {
    const { page } = await open({ ...SAMPLE, scenario: { ...SAMPLE.scenario, turns: false }, traces: [TRACED] });
    expect(await page.locator('#conversations .trace-lines tbody tr').allInnerTexts()).toEqual(TRACED_LINES);
  });

  it.each(['light', 'dark'] as const)('passes axe in %s mode', async (colorScheme) => {
    const { page } = await open(SAMPLE, { colorScheme });
    // The page lets no foreign script in, so it is put there from outside.
    expect(await barriers(page)).toEqual([]);
  });

  it('uses the colour scheme of the system, or the selected one', async () => {
    const { page } = await open(SAMPLE, { colorScheme: 'dark' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(20, 23, 28)');
    await page.locator('#theme').selectOption('light');
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });

  it('never scrolls sideways, not even on a phone', async () => {
    const { page } = await open(SAMPLE, { viewport: { width: 400, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
  });

  it('shows texts of bots and scenarios as plain text', async () => {
    const evil = '</script><img src=x onerror="document.title=1"><b>';
    const text = JSON.stringify(SAMPLE).replaceAll('party size', JSON.stringify(evil).slice(1, -1));
    const { page, troubles } = await open(JSON.parse(text));
    expect(await page.locator('#rows').innerText()).toContain(evil);
    expect(await page.locator('img').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('shows a run with many steps, and one without turns', async () => {
    const wide = await open(wideReport({ steps: 60, durationMs: 600_000, everyMs: 5000 }));
    expect(await wide.page.locator('table.rows tbody tr').count()).toBeGreaterThan(200);
    expect(wide.troubles).toEqual([]);
    const empty: Report = {
      ...SAMPLE,
      metrics: {},
      groups: [],
      exemplars: [],
      checks: [],
      thresholds: [],
      timeline: { blockMs: 1000, blocks: [] },
    };
    const bare = await open(empty);
    expect(await bare.page.locator('#time').innerText()).toContain('No data yet.');
    expect(bare.troubles).toEqual([]);
  });
});
