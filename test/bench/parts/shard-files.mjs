/** Shard files as `palaver run --shard` writes them, without a network: seeded samples of a load of five minutes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURE_CLASSES } from '../../../.build/endpoint/endpoint-failure.js';
import { closedLoad } from '../../../.build/load/closed-load.js';
import { Recorder } from '../../../.build/measure/recorder/recorder.js';
import { SeriesTable } from '../../../.build/measure/series.js';
import { encodeShard, shardFileName } from '../../../.build/run/shards/shard-file.js';
import { drawUs, exemplar, factsOf } from './sample-feed.mjs';

const DURATION_MS = 300_000;
/** 20 turns per second. */
const TURN_MS = 50;
/** Files are copies of this number of different ones: recording takes longer than merging. */
const DIFFERENT = 20;
export const SHAPE = {
  targets: ['eu'],
  conversations: ['book', 'cancel', 'ask', 'complain'].map((name) => ({
    name,
    steps: Array.from({ length: 6 }, (_, index) => `step ${index + 1} of ${name}`),
  })),
  failureClasses: [...FAILURE_CLASSES],
};
export const TABLE = new SeriesTable(SHAPE);
const LOAD = closedLoad({ vus: 100_000, durationMs: DURATION_MS, startSpreadMs: 0, gracefulStopMs: 30_000 });

/** Turns of all steps in turn, with the values and counts that each has; about 300 series; `sink`: what gets the samples. */
export function record(recorder, seed, sink = recorder) {
  recorder.observeActiveVus(0, 100);
  for (let turn = 0; turn * TURN_MS < DURATION_MS; turn++) {
    const atMs = turn * TURN_MS;
    const series = TABLE.conversation(0, turn % SHAPE.conversations.length);
    const step = series.steps[Math.floor(turn / SHAPE.conversations.length) % series.steps.length];
    const us = drawUs(seed * 7919 + turn);
    for (const trend of [step.firstOutput, step.firstOutputOfCompleted, step.turn, step.turnIntended])
      sink.append(trend, atMs, us, us + 150);
    for (const trend of [...Object.values(series.trends), ...series.reply.slice(0, 2)])
      sink.append(trend, atMs, us / 20, us / 20 + 150);
    for (const counter of [step.outcome.completed, ...Object.values(series.counters).slice(0, 30)])
      sink.append(counter, atMs, 1, 0);
  }
  recorder.observeActiveVus(DURATION_MS, 0);
  return recorder.snapshot();
}

export function stateOf(index, shards, snapshot) {
  const kept = Array.from({ length: 20 }, (_, number) => exemplar(number, 8, 2));
  const { run, ...facts } = factsOf(DURATION_MS, { errors: [], exemplars: { slowest: kept, random: kept } });
  return {
    identity: {
      palaver: 'bench',
      scenario: 'ab'.repeat(32),
      load: LOAD,
      targetOrder: { kind: 'together' },
      targets: SHAPE.targets,
      thresholds: [],
      seed: 1,
      run: 'plv-bench',
      startAt: run.startedAt,
      shards,
    },
    index,
    host: `generator-${index + 1}`,
    facts: {
      ...facts,
      run: { ...run, measuredMs: DURATION_MS },
      scenario: { ...facts.scenario, maxTurnMs: 30_000, checked: [] },
      targets: SHAPE.targets.map((name) => ({ name, address: `wss://${name}.example.test/…1a2b` })),
      settled: true,
    },
    addresses: SHAPE.targets.map((target) => ({ target, address: '192.0.2.1', connects: 100 })),
    snapshot: { ...snapshot, shards: { [`${index + 1}/${shards}`]: 60 } },
    scoped: [],
  };
}

/** Writes the files of a run in `shards` shards. Returns what they contain. */
export function writeShardFiles(folder, shards) {
  mkdirSync(folder, { recursive: true });
  const snapshots = Array.from({ length: Math.min(DIFFERENT, shards) }, (_, seed) => record(new Recorder(TABLE), seed));
  let bytes = 0;
  for (let index = 0; index < shards; index++) {
    const state = stateOf(index, shards, snapshots[index % snapshots.length]);
    const data = encodeShard(state);
    bytes += data.length;
    writeFileSync(join(folder, shardFileName(state)), data);
  }
  const { trends, counters, timeline } = snapshots[0];
  const turns = (of) =>
    of.trends.reduce((sum, { metric, upper, labels }) => sum + (metric === 'turn' && labels.step ? upper.count : 0), 0);
  return {
    trends: trends.length,
    series: trends.length + counters.length,
    blocks: timeline.blocks.length,
    blockHistograms: timeline.blocks.reduce((sum, { steps }) => sum + steps.length * 3, 0),
    kbEach: bytes / shards / 1000,
    turns: Array.from({ length: shards }, (_, index) => turns(snapshots[index % snapshots.length])).reduce(
      (a, b) => a + b,
    ),
  };
}
