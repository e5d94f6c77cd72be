import { execFile, spawnSync } from 'node:child_process';

export const hasPromtool = process.env.CI === 'true' || spawnSync('promtool', ['--version']).error === undefined;
export const PROMTOOL_HINT = ' (needs apt-get install prometheus)';

/** What Prometheus' own linter says of a scrape; empty when it has nothing to say. */
export function lintScrape(text: string): Promise<string> {
  return new Promise((resolve) => {
    const lint = execFile('promtool', ['check', 'metrics'], (failure, out, complaints) =>
      resolve(out + complaints || (failure?.message ?? '')),
    );
    lint.stdin?.end(text);
  });
}
