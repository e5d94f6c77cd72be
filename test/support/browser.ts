import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's, unless another is named. */
const CHROMIUM = process.env.PALAVER_CHROMIUM ?? '/usr/bin/chromium';

/** In CI the tests run whatever is there, and fail where it is missing. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.CI === 'true';
export const BROWSER_HINT = ' (needs Chromium: apt-get install chromium, or PALAVER_CHROMIUM)';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
