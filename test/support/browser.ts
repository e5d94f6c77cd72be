import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The one without a user interface opens a page in half of the time; it comes first. */
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const CHROMIUM = process.env.PALAVER_CHROMIUM ?? INSTALLED ?? 'chromium';

/** In CI the tests run whatever is there, and fail where it is missing. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.CI === 'true';
export const BROWSER_HINT = ' (needs Chromium: apt-get install chromium-headless-shell, or PALAVER_CHROMIUM)';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
