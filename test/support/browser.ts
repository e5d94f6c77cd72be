import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The one without a user interface comes first: it opens a page in half of the time. */
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const CHROMIUM = process.env.PALAVER_CHROMIUM ?? INSTALLED ?? 'chromium';

/** In CI the tests are never skipped: they fail if it is missing. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.CI === 'true';
export const BROWSER_HINT = ' (needs Chromium: apt-get install chromium-headless-shell, or PALAVER_CHROMIUM)';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
