import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** In CI the tests run whatever is there, and fail where it is missing. */
export const hasXmlTool = process.env.CI === 'true' || spawnSync('xmllint', ['--version']).error === undefined;
export const XML_TOOL_HINT = ' (needs apt-get install libxml2-utils)';

const SCHEMA = new URL('junit.xsd', import.meta.url).pathname;

/** Throws with libxml2's own words where the file is no XML, or not what the schema allows. */
export async function validateJunit(xml: string): Promise<void> {
  await withFile(xml, (file) => runXmllint('--noout', '--schema', SCHEMA, file));
}

/** What an XPath expression comes to, as text, without the line's end. */
export function xpath(xml: string, expression: string): Promise<string> {
  return withFile(xml, async (file) => (await runXmllint('--xpath', expression, file)).replace(/\n$/, ''));
}

async function withFile<Result>(xml: string, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-xml-'));
  const file = join(folder, 'junit.xml');
  try {
    writeFileSync(file, xml);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runXmllint(...args: string[]): Promise<string> {
  return (await promisify(execFile)('xmllint', args)).stdout;
}
