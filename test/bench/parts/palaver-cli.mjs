/** The built CLI as a user runs it, in a process of its own and a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const MAIN = new URL(`${process.env.PALAVER_ROOT ?? '../../..'}/dist/main.js`, import.meta.url).pathname;

/** Stopped by `stop`, passed, no data for a threshold, invalid. */
const EXPECTED = [null, 0, 99, 112];

/** Starts `palaver run`; `ended` resolves to the exit code. */
export function startPalaver(scenario, url, args, nodeArgs = []) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-bench-'));
  const file = join(folder, 'scenario.yml');
  writeFileSync(file, scenario);
  const run = ['run', file, '-t', url, '--report-dir', folder, '-q', '--yes', ...args.map(String)];
  const child = spawn(process.execPath, [...nodeArgs, MAIN, ...run], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Warnings of a run that ended as planned would only clutter the figures.
  ended.then((code) => EXPECTED.includes(code) || process.stderr.write(said));
  return {
    pid: child.pid,
    ended,
    report: () => readReport(folder),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      this.forget();
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readReport(folder) {
  const run = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isDirectory());
  return JSON.parse(readFileSync(join(folder, run.name, 'report.json'), 'utf8'));
}
