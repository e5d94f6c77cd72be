/**
 * How late this machine wakes a thread, without palaver, sockets or an event loop: one thread blocks in a read from a pipe,
 * another writes the time into it after 0 to 200 µs of work, and then sleeps for up to 1 ms. Most wakes take tens of microseconds.
 * If a hypervisor has halted the idle virtual core of the reader, waking takes as long as the hypervisor needs.
 *
 * A lower bound of arrival accounts for what the kernel counts as waiting for a core (the run delay of a thread). *Hidden* is
 * the rest: a lower bound can be too late by as much.
 *
 * Options: --rounds 3 --seconds 10 (of each round)
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { runDelayReader } from '../../.build/platform/process/thread-schedstat.js';
import { monotonicClock } from '../../.build/platform/time/clock.js';
import { MACHINE, print } from './parts/machine.mjs';
import { median, quantile } from './parts/statistics.mjs';
import { tellFigure } from './results/figures.mjs';

const MAX_WORK_US = 200;
const MAX_SLEEP_MS = 1;
/** Number of wakes while the reader is still being compiled. */
const STARTING = 100;
/** A bound that is later than this counts as late in the other benchmarks, too. */
const LATE_US = 500;

/** Until the pipe is closed: how long each wake took, and how much of that was no run delay, µs. */
function readWakes(pipe) {
  const runDelayUs = runDelayReader();
  const sent = new Float64Array(1);
  const wakes = [];
  let beforeUs = runDelayUs();
  while (readSync(pipe, new Uint8Array(sent.buffer)) > 0) {
    const tookUs = monotonicClock.nowUs() - sent[0];
    const delayUs = runDelayUs();
    wakes.push({ tookUs, hiddenUs: tookUs - (delayUs - beforeUs) });
    beforeUs = delayUs;
  }
  return wakes;
}

function writeWakes(pipe, seconds) {
  const never = new Int32Array(new SharedArrayBuffer(4));
  const sent = new Float64Array(1);
  const endUs = monotonicClock.nowUs() + seconds * 1e6;
  while (monotonicClock.nowUs() < endUs) {
    const workedUs = monotonicClock.nowUs() + Math.random() * MAX_WORK_US;
    while (monotonicClock.nowUs() < workedUs);
    sent[0] = monotonicClock.nowUs();
    writeSync(pipe, new Uint8Array(sent.buffer));
    Atomics.wait(never, 0, 0, Math.random() * MAX_SLEEP_MS);
  }
}

async function measure(seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-wake-up-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = new Worker(import.meta.filename, { workerData: path });
  const wakes = new Promise((resolve, reject) => reader.once('message', resolve).once('error', reject));
  // Waits until the reader has opened it.
  const pipe = openSync(path, 'w');
  writeWakes(pipe, seconds);
  closeSync(pipe);
  const all = (await wakes).slice(STARTING);
  rmSync(folder, { recursive: true });
  return all;
}

const percentLate = (list) => (list.filter((us) => us > LATE_US).length / list.length) * 100;

if (isMainThread) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '10' } },
  });
  print(MACHINE);
  const late = [];
  const hidden = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const wakes = await measure(Number(values.seconds));
    const took = wakes.map(({ tookUs }) => tookUs).sort((left, right) => left - right);
    late.push(percentLate(took));
    hidden.push(percentLate(wakes.map(({ hiddenUs }) => hiddenUs)));
    const [p50, p99, longest] = [0.5, 0.99, 1].map((q) => (quantile(took, q) / 1000).toFixed(2));
    print(`${wakes.length} wakes: p50 ${p50}, p99 ${p99}, longest ${longest} ms`);
  }
  print(`later than 0.5 ms: ${median(late).toFixed(2)} % of the wakes, ${median(hidden).toFixed(2)} % hidden`);
  tellFigure('wakes later than 0.5 ms', '%', { palaver: late });
  tellFigure('of which hidden', '%', { palaver: hidden });
} else {
  parentPort.postMessage(readWakes(openSync(workerData, 'r')));
}
