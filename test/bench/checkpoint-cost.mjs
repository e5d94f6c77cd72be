/**
 * Cost of a checkpoint on the main thread: the report of a run with 256 trends on two targets is built, serialised and
 * written, as is done every few seconds during a run. The recorder has 10 minutes of load; before each checkpoint it records
 * the 100,000 samples of 5 s at 20,000 per second, spread over all series.
 *
 * CPU is that of the whole process, including garbage collection, while nothing else runs. Garbage is the growth of the heap
 * and of external memory, plus what the collector says that it freed meanwhile.
 *
 * Options: --checkpoints 15
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GCProfiler, getHeapStatistics } from 'node:v8';
import { Recorder } from '../../.build/measure/recorder/recorder.js';
import { buildReport } from '../../.build/report/build-report.js';
import { writeReport } from '../../.build/report/write-report.js';
import { MACHINE, print } from './parts/machine.mjs';
import { exemplar, factsOf, feed, TABLE, TRENDS } from './parts/sample-feed.mjs';
import { medianOf } from './parts/statistics.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({
  options: { checkpoints: { type: 'string', default: '15' } },
});
const PERIOD_MS = 5000;
const SAMPLES = 100_000;

function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-checkpoint-'));
  const recorder = new Recorder(TABLE);
  const kept = Array.from({ length: 20 }, (_, number) => exemplar(number, 8, 2));
  const findings = { errors: [], exemplars: { slowest: kept, random: kept } };
  for (let atMs = 0; atMs < 600_000; atMs += PERIOD_MS) feed(recorder, SAMPLES / 4, atMs, PERIOD_MS, atMs);
  const costs = [];
  let bytes = 0;
  for (let index = 0; index < Number(values.checkpoints) + 3; index++) {
    const atMs = 600_000 + index * PERIOD_MS;
    const feeding = process.cpuUsage();
    feed(recorder, SAMPLES, atMs, PERIOD_MS, atMs);
    const fedMs = cpuMs(feeding);
    const collector = new GCProfiler();
    collector.start();
    const before = { cpu: process.cpuUsage(), bytes: inUse() };
    const report = buildReport(recorder.measurements(), factsOf(atMs, findings));
    writeReport(folder, report);
    const spentMs = cpuMs(before.cpu);
    const grown = inUse() - before.bytes;
    costs.push({ feedMs: fedMs, cpuMs: spentMs, garbage: grown + freedBy(collector.stop().statistics) });
    bytes = JSON.stringify(report, null, 1).length;
  }
  rmSync(folder, { recursive: true });
  // The first ones run before the code is compiled.
  return { costs: costs.slice(3), bytes };
}

function cpuMs(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function inUse() {
  const { used_heap_size: heap, external_memory: beside } = getHeapStatistics();
  return heap + beside;
}

function freedBy(collections) {
  const sizeOf = ({ heapStatistics: { usedHeapSize, externalMemory } }) => usedHeapSize + externalMemory;
  return collections.reduce((sum, { beforeGC, afterGC }) => sum + sizeOf(beforeGC) - sizeOf(afterGC), 0);
}

print(MACHINE);
const { costs, bytes } = measure();
const of = (name) => medianOf(costs, (cost) => cost[name]);
print(`${TRENDS.length} trends, report of ${(bytes / 1e6).toFixed(2)} MB, ${costs.length} checkpoints, medians`);
print(`CPU per checkpoint: ${of('cpuMs').toFixed(0)} ms`);
print(`CPU of recording the 5 s of samples before it: ${of('feedMs').toFixed(0)} ms`);
tellFigure('CPU per checkpoint', 'ms', { palaver: costs.map(({ cpuMs }) => cpuMs) });
tellFigure('garbage per checkpoint', 'MiB', { palaver: costs.map(({ garbage }) => garbage / 2 ** 20) });
print(`garbage per checkpoint: ${(of('garbage') / 2 ** 20).toFixed(1)} MiB`);
