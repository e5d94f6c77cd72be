/**
 * What merging the snapshots of many shards costs: each of 1,000 holds 50 histograms of its own values (the upper and lower
 * edges of 25 trends) and a timeline of as many blocks. They lie in files, are read and checked one by one and added up; the
 * sum is encoded at the end. This runs in a process that does nothing else; memory is its peak resident set.
 *
 * Options: --snapshots 1000 --samples 2000 (of each snapshot) --blocks 60
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SnapshotSum } from '../../.build/measure/recorder/merge-snapshots.js';
import { Recorder } from '../../.build/measure/recorder/recorder.js';
import { parseSnapshot } from '../../.build/measure/recorder/snapshot.js';
import { SeriesTable } from '../../.build/measure/series.js';
import { MACHINE, print } from './parts/machine.mjs';
import { tellRow } from './parts/rows.mjs';
import { drawUs } from './parts/sample-feed.mjs';

const { values } = parseArgs({
  options: {
    snapshots: { type: 'string', default: '1000' },
    samples: { type: 'string', default: '2000' },
    blocks: { type: 'string', default: '60' },
    merge: { type: 'string' },
  },
});
const SHAPE = {
  targets: ['eu'],
  conversations: [{ name: 'book a table', steps: ['hello', 'a table', 'for four', 'at eight'] }],
  failureClasses: [],
};

/** Trends with both edges: 16 of the steps, 9 of the replies' positions. */
function trendsOf(table) {
  const { steps, reply } = table.conversation(0, 0);
  const ofSteps = steps.flatMap((step) => [
    step.firstOutput,
    step.firstOutputOfCompleted,
    step.turn,
    step.turnIntended,
  ]);
  return [...ofSteps, ...reply.slice(0, 9)];
}

function writeSnapshots(folder) {
  const table = new SeriesTable(SHAPE);
  const trends = trendsOf(table);
  for (let shard = 0; shard < values.snapshots; shard++) {
    const recorder = new Recorder(table, `${shard + 1}/${values.snapshots}`);
    for (let index = 0; index < values.samples; index++) {
      const us = drawUs(shard * 7919 + index);
      const atMs = (index / values.samples) * values.blocks * 1000;
      recorder.append(trends[index % trends.length], atMs, us, us + 150);
    }
    writeFileSync(join(folder, `${shard}.json`), JSON.stringify(recorder.snapshot()));
  }
}

function merge(folder) {
  const begun = { wall: performance.now(), cpu: process.cpuUsage() };
  const sum = new SnapshotSum();
  for (const name of readdirSync(folder))
    sum.add(parseSnapshot(JSON.parse(readFileSync(join(folder, name), 'utf8')), name));
  const merged = sum.snapshot();
  const { user, system } = process.cpuUsage(begun.cpu);
  return {
    seconds: (performance.now() - begun.wall) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    histograms: merged.trends.reduce((count, { lower }) => count + (lower ? 2 : 1), 0),
    values: merged.trends.reduce((count, { upper }) => count + upper.count, 0),
    chars: JSON.stringify(merged).length,
  };
}

if (values.merge !== undefined) {
  process.send(merge(values.merge), () => process.disconnect());
} else {
  print(MACHINE);
  const folder = mkdtempSync(join(tmpdir(), 'palaver-merge-'));
  try {
    writeSnapshots(folder);
    const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const child = fork(process.argv[1], ['--merge', folder]);
    const result = await new Promise((resolve, reject) => {
      child.on('message', resolve);
      child.on('exit', (code) => reject(new Error(`the merging process exited with code ${code}`)));
    });
    const complete = result.values === values.snapshots * values.samples;
    print(
      `${values.snapshots} snapshots of ${result.histograms} histograms and ${values.blocks} blocks, ` +
        `${values.samples} samples and ${(size / values.snapshots / 1000).toFixed(0)} kB each`,
    );
    print(`merged in ${result.seconds.toFixed(1)} s, ${result.cpuSeconds.toFixed(1)} s of CPU`);
    print(`peak memory of the process: ${result.peakMb.toFixed(0)} MiB`);
    tellRow(`merging ${values.snapshots} snapshots of ${result.histograms} histograms`, {
      palaver: `${result.seconds.toFixed(1)} s, ${result.peakMb.toFixed(0)} MiB`,
    });
    print(`values: ${result.values}, ${complete ? 'all of them' : 'SOME ARE MISSING'}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
