/**
 * The picture of the HTML report in the README, from the sample report: node test/support/take-picture.mjs
 * Needs a build and Chromium (PALAVER_CHROMIUM, else Debian's).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'palaver-picture-'));
try {
  const page = join(folder, 'report.html');
  execFileSync(process.execPath, ['dist/main.js', 'report', 'reports/sample', '--out', `html=${page}`]);
  const browser = await chromium.launch({
    executablePath: process.env.PALAVER_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const tab = await browser.newPage({ viewport: { width: 1200, height: 1000 }, colorScheme: 'light' });
  await tab.goto(`file://${page}`);
  await tab.screenshot({ path: '.github/report.png' });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
