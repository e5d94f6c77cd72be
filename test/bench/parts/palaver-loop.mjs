/** palaver under the same trial, everything on: checks, labels, ring, bounds, checkpoints. Run by fork. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = new URL(`${process.env.PALAVER_ROOT ?? '../../..'}/.build/`, import.meta.url);
const { runTrial } = await import(new URL('calibrate/trial/run-trial.js', build).href);
const { realSystem } = await import(new URL('platform/system-deps.js', build).href);

process.once('disconnect', () => process.exit(0));
process.once('message', async ({ trial }) => {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-trial-'));
  const result = await runTrial(trial, realSystem(), folder);
  rmSync(folder, { recursive: true });
  const { verdict, metrics, generator } = result.report;
  process.send(
    {
      turns: result.turns,
      cpu: result.cpu,
      verdict,
      generator,
      firstOutput: { p50: metrics.first_output.p50, p99: metrics.first_output.p99 },
    },
    () => process.exit(0),
  );
});
