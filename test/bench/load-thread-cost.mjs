/**
 * How long measuring blocks a load thread, with about 256 trends, in a worker thread as in a run:
 *
 * 1. appending a sample to the ring, in batches of 1,000, while the main thread drains it
 * 2. handing over an example conversation: a usual one, and the largest possible
 * 3. handing over what else it found: errors of every class of two targets, its health
 * 4. handing over turns for a file of turns, hashed, compressed and written meanwhile by the main thread: in batches of 64
 * 5. whether the main thread (recording, checkpoints) disturbs a thread that only reads the clock: the longest time between
 *    two readings, alternately in seconds in which the main thread sleeps and in seconds in which it writes one checkpoint
 *    after the other. The threads share nothing, so the two differ only by what sharing a machine explains.
 *
 * Options: --seconds 6 (of each kind, for 5)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { FAILURE_CLASSES } from '../../.build/endpoint/endpoint-failure.js';
import { TurnsFile } from '../../.build/live/turns-file.js';
import { ErrorLog } from '../../.build/measure/error-log.js';
import { ExemplarKeeper } from '../../.build/measure/exemplars.js';
import { Recorder } from '../../.build/measure/recorder/recorder.js';
import { SampleRing } from '../../.build/measure/sample-ring.js';
import { TurnOutlet } from '../../.build/measure/turns/turn-outlet.js';
import { TurnQuota } from '../../.build/measure/turns/turn-quota.js';
import { buildReport } from '../../.build/report/build-report.js';
import { serialiseReport } from '../../.build/report/serialise-report.js';
import { MACHINE, print } from './parts/machine.mjs';
import { exemplar, factsOf, feed, TABLE, TRENDS } from './parts/sample-feed.mjs';
import { medianOf } from './parts/statistics.mjs';
import { tellFigure } from './results/figures.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '6' } } });
const TIMES = 500;

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Calls `act` this number of times, with pauses, as in a load thread with other work; ms each. */
async function time(times, act) {
  const tookMs = [];
  for (let index = 0; index < times; index++) {
    const begin = performance.now();
    act(index);
    tookMs.push(performance.now() - begin);
    await pause(1);
  }
  return tookMs.sort((left, right) => left - right);
}

async function loadThread({ ring: buffer, turnQuota }) {
  const ring = new SampleRing(buffer);
  const errors = new ErrorLog();
  for (const target of ['eu', 'us'])
    for (const failure of FAILURE_CLASSES) errors.note(target, failure, 1, 'x'.repeat(1000));
  const health = {
    loopDelayP99Ms: 1,
    loopDelayMaxMs: 2,
    gcShare: 0.01,
    gcMaxMs: 3,
    cpuShare: 0.5,
    coversCoreWait: true,
  };
  const keeper = () => new ExemplarKeeper((kept) => parentPort.postMessage({ kind: 'exemplar', exemplar: kept }));
  const offer = (turns, replies) => {
    const all = Array.from({ length: TIMES }, (_, number) => exemplar(number, turns, replies));
    const kept = keeper();
    // Each is slower than those before it, so that each is kept.
    return (index) => kept.offer(all[index]);
  };
  const outlet = new TurnOutlet({
    quota: new TurnQuota(turnQuota),
    take: (batch) => parentPort.postMessage({ kind: 'turns', batch }),
  });
  const turns = Array.from({ length: TIMES * 64 }, (_, index) => streamedTurn(index));
  let appended = 0;
  const costs = {
    append: await time(TIMES, (index) => feed(ring, 1000, index * 10, 10, index)),
    exemplar: await time(TIMES, offer(8, 2)),
    largest: await time(TIMES, offer(40, 5)),
    findings: await time(TIMES, () =>
      parentPort.postMessage({ kind: 'findings', findings: { errors: errors.list(), health } }),
    ),
    turns: await time(TIMES, () => {
      for (let turn = 0; turn < 64; turn++) outlet.append(turns[appended++]);
    }),
  };
  parentPort.postMessage({ kind: 'costs', costs, errors: errors.list().length });
  parentPort.on('message', (untilMs) => parentPort.postMessage({ kind: 'stall', stall: longestStall(untilMs) }));
}

/** Of a conversation with texts of usual lengths. */
function streamedTurn(index) {
  const series = TABLE.conversation(0, 0);
  const edges = (ms) => ({ loUs: 1000 * ms - 200, hiUs: 1000 * ms });
  const text = `A table for four on Friday at ${index}: shall I book it in your name, or would you rather sit outside?`;
  return {
    counted: series.steps[0].outcome.completed,
    endedBy: series.endedBy['final-ping'],
    number: index >> 3,
    vu: index % 50,
    index: index % 8,
    intendedUs: 1000 * index,
    sent: edges(index),
    ended: edges(index + 800),
    sessionId: `plv-12345678-c${index >> 3}`,
    utterance: `a table for ${index} please`,
    traceId: `endpoint-realtimeClient-51bbf5d9-0eeb-4e86-8cef-${index}`,
    failure: undefined,
    replies: [
      { first: edges(index + 400), text },
      { first: edges(index + 800), text },
    ],
  };
}

/** Reads the clock until the deadline; the longest and the 1,000th-longest time between two readings, ms. */
function longestStall(seconds) {
  const end = performance.now() + seconds * 1000;
  const longest = new Float64Array(1000);
  for (let last = performance.now(); last < end; ) {
    const now = performance.now();
    if (now - last > longest[0]) {
      longest[0] = now - last;
      longest.sort();
    }
    last = now;
  }
  return { maxMs: longest[999], hundredthMs: longest[900] };
}

async function mainThread() {
  print(MACHINE);
  const ring = new SampleRing();
  const recorder = new Recorder(TABLE);
  const folder = mkdtempSync(join(tmpdir(), 'palaver-bench-'));
  const file = await TurnsFile.open(join(folder, 'turns.jsonl.gz'), false);
  const windows = [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }];
  const run = { tool: 'palaver', run: 'plv-bench', name: 'bench', startedAt: new Date().toISOString() };
  file.begin({ run, workers: 1, startUs: 0, table: TABLE, windows, onNotice: print });
  const taker = file.startTaker();
  const workerData = { ring: ring.buffer, turnQuota: taker.quota.buffer };
  const worker = new Worker(new URL(import.meta.url), { workerData });
  worker.on('message', (message) => message.kind === 'turns' && taker.take(message.batch));
  const draining = setInterval(() => ring.drain(recorder), 100);
  const next = (kind) =>
    new Promise((resolve) => {
      const take = (message) => {
        if (message.kind !== kind) return;
        worker.off('message', take);
        resolve(message);
      };
      worker.on('message', take);
    });
  const { costs, errors } = await next('costs');
  const show = (what, tookMs, unit = 1) => {
    const [p50, p99, max] = [0.5, 0.99, 1].map((q) => tookMs[Math.ceil(q * tookMs.length) - 1] / unit);
    const form = unit === 1 ? (ms) => `${ms.toFixed(3)} ms` : (ms) => `${(ms * 1e6).toFixed(0)} ns`;
    tellFigure(`${what}: p50`, 'µs', { palaver: [p50 * 1000] });
    print(`${what}: p50 ${form(p50)}, p99 ${form(p99)}, longest ${form(max)}`);
  };
  print(`${TRENDS.length} trends; ${ring.lost} samples lost`);
  show('appending a sample, mean of 1,000', costs.append, 1000);
  show('handing over a conversation of 8 turns with 2 replies', costs.exemplar);
  show('handing over one of 40 turns with 5 replies, the largest', costs.largest);
  show(`handing over ${errors} errors and the health`, costs.findings);
  show('handing over a turn with 2 replies for a file of turns, mean of 64', costs.turns, 64);
  await file.close();
  rmSync(folder, { recursive: true });
  for (const note of file.notes()) print(note);
  const stalls = { asleep: [], checkpoints: [] };
  for (let second = 0; second < 2 * values.seconds; second++) {
    const kind = second % 2 === 0 ? 'asleep' : 'checkpoints';
    const stalled = next('stall');
    worker.postMessage(1);
    let made = 0;
    for (const end = performance.now() + 900; kind === 'checkpoints' && performance.now() < end; made++) {
      feed(recorder, 20_000, second * 1000, 1000, made);
      serialiseReport(buildReport(recorder.measurements(), factsOf(second * 1000)));
    }
    stalls[kind].push((await stalled).stall);
  }
  for (const [kind, found] of Object.entries(stalls)) {
    const of = (name) => medianOf(found, (stall) => stall[name]);
    print(
      `stalls in a second, main thread ${kind === 'asleep' ? 'asleep' : 'making checkpoints'}: longest ` +
        `${of('maxMs').toFixed(2)} ms, 100th longest ${of('hundredthMs').toFixed(3)} ms (medians of ${found.length})`,
    );
  }
  clearInterval(draining);
  await worker.terminate();
}

if (isMainThread) await mainThread();
else await loadThread(workerData);
