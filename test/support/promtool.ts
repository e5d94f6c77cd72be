import { execFile, spawnSync } from 'node:child_process';

export const hasPromtool = process.env.CI === 'true' || spawnSync('promtool', ['--version']).error === undefined;
export const PROMTOOL_HINT = ' (needs apt-get install prometheus)';

/** The output of Prometheus' linter about a scrape; empty if it finds nothing. */
export function lintScrape(text: string): Promise<string> {
  return new Promise((resolve) => {
    const lint = execFile('promtool', ['check', 'metrics'], (failure, out, complaints) =>
      resolve(out + complaints || (failure?.message ?? '')),
    );
    lint.stdin?.end(text);
  });
}
