/// <reference lib="dom" />
import { expect, it } from 'vitest';
import { BROWSER_HINT, hasBrowser, openBrowser } from '../support/browser.ts';
import { onlyReport, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
mock: { bot: echo, delay: 20ms }
load: { closed: { vus: 3, duration: 1h, gracefulStop: 1s } }
defaults: { think: 50ms }
conversations: [ { name: talk, steps: [one, two, three] } ]
`;

/** `1,234`: digits are grouped. */
const digitsOf = (text: string) => Number(text.replaceAll(',', ''));

it.runIf(hasBrowser)(
  `a run shows itself in a browser while it goes on${BROWSER_HINT}`,
  { timeout: 300_000 },
  async () => {
    const folder = tempFolder();
    const browser = await openBrowser();
    const words = ['run', scenarioFile(folder, SCENARIO), '--mock', '--dashboard=0', '--report-dir', folder];
    const run = startPalaver(words);
    try {
      let stderr = '';
      run.process.stderr!.on('data', (text) => {
        stderr += text;
      });
      await run.said(/dashboard: \S+\n/);
      const page = await browser.newPage();
      const troubles: string[] = [];
      page.on('console', (message) => troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(String(error)));
      await page.goto(/dashboard: (\S+)/.exec(stderr)![1]!);
      const turns = async () =>
        digitsOf(await page.locator('#key-metrics dt:text-is("turns") + dd .value').innerText({ timeout: 90_000 }));
      await expect.poll(turns, { timeout: 90_000 }).toBeGreaterThan(0);
      const before = await turns();
      await expect.poll(turns, { timeout: 90_000 }).toBeGreaterThan(before);
      expect(await page.locator('header [role=status]').innerText()).toContain('Run in progress');
      await page.reload();
      await expect.poll(turns, { timeout: 90_000 }).toBeGreaterThan(before);
      await page.locator('#filter').fill('first_output');
      // It lasts until all has been seen, however slow the machine is.
      run.process.kill('SIGINT');
      await run.finished;
      await expect
        .poll(() => page.locator('header [role=status]').innerText(), { timeout: 90_000 })
        .toBe('The run has ended; this is its final report.');
      const { metrics, verdict } = onlyReport(folder);
      expect(await turns()).toBe((metrics.turn as { count: number }).count);
      expect(await page.locator('.verdict strong').innerText()).toMatch(new RegExp(`^${verdict.status}`, 'i'));
      // What the reader has chosen outlives the redrawing.
      expect(await page.locator('#filter').inputValue()).toBe('first_output');
      expect(troubles).toEqual([]);
    } finally {
      run.process.kill('SIGKILL');
      await browser.close();
    }
  },
);
