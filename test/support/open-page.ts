/// <reference lib="dom" />
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { writeFileAtomic } from '../../src/platform/files/files.ts';
import { tempFolder } from './palaver.ts';

export interface OpenedPage {
  readonly page: Page;
  /** What a console, an exception or a request told. */
  readonly troubles: string[];
}

/** Opens a page from a file, without a network. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const path = join(tempFolder(), 'page.html');
  writeFileAtomic(path, html);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, ...options });
  // A page that stays open goes on drawing, and slows down the next ones.
  onTestFinished(() => context.close());
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

/** Of each chart, whether anything is drawn. */
export function inked(page: Page): Promise<boolean[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value !== 0);
    }),
  );
}

/** What keeps people out, as axe finds it: serious and critical things. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
