/**
 * Cost of `palaver merge`: shard files of five minutes of load, with about 300 series each, half of them trends, are merged by
 * the built CLI in a process of its own; memory is its peak resident set. The number of turns in the report is compared with
 * that in the files.
 *
 * Options: --shards 1000 --rounds 1
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MACHINE, print } from './parts/machine.mjs';
import { MAIN } from './parts/palaver-cli.mjs';
import { writeShardFiles } from './parts/shard-files.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({
  options: { shards: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '1' } },
});
const shards = Number(values.shards);

function merge(folder, reports) {
  const args = [process.execPath, MAIN, 'merge', folder, '--report-dir', reports];
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %M', ...args], {
    encoding: 'utf8',
    env: { ...process.env, GITHUB_STEP_SUMMARY: undefined },
  });
  const [seconds, userSeconds, peakKib] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  if (![0, 112].includes(status)) throw new Error(`palaver merge ended with ${status}: ${stderr}`);
  return { seconds, userSeconds, peakMib: peakKib / 1024 };
}

function turnsIn(reports) {
  const report = JSON.parse(readFileSync(join(reports, readdirSync(reports)[0], 'report.json'), 'utf8'));
  return report.metrics.turn.count;
}

print(MACHINE);
const folder = mkdtempSync(join(tmpdir(), 'palaver-merge-'));
try {
  const reports = join(folder, 'reports');
  const files = writeShardFiles(join(folder, 'shards'), shards);
  print(
    `${shards} shard files of ${files.series} series (${files.trends} trends) and ${files.blocks} blocks with ` +
      `${files.blockHistograms} histograms, ${files.kbEach.toFixed(0)} kB each`,
  );
  const all = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    rmSync(reports, { recursive: true, force: true });
    all.push(merge(join(folder, 'shards'), reports));
  }
  for (const { seconds, userSeconds, peakMib } of all)
    print(
      `merged in ${seconds.toFixed(1)} s, ${userSeconds.toFixed(1)} s of CPU; peak memory ${peakMib.toFixed(0)} MiB`,
    );
  const turns = turnsIn(reports);
  print(`turns: ${turns}, ${turns === files.turns ? 'all of them' : `of ${files.turns}: SOME ARE MISSING`}`);
  const what = `merging ${shards} shard files of ${files.series} series`;
  tellFigure(`${what}: CPU`, 's', { palaver: all.map(({ userSeconds }) => userSeconds) });
  tellFigure(`${what}: peak memory`, 'MiB', { palaver: all.map(({ peakMib }) => peakMib) });
} finally {
  rmSync(folder, { recursive: true });
}
