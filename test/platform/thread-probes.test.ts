import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { GcWatch } from '../../src/platform/process/gc-watch.ts';
import { runDelayReader, threadCpuReader } from '../../src/platform/process/thread-schedstat.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { LoopDelay } from '../../src/platform/time/loop-delay.ts';
import { eventually } from '../support/eventually.ts';
import { collectGarbage, keepBusy } from '../support/keep-busy.ts';

const isLinux = process.platform === 'linux';

describe('the delay of the event loop', () => {
  const started = () => {
    const delay = new LoopDelay();
    onTestFinished(() => delay.stop());
    expect([delay.maxMs(), delay.p99Ms()]).toEqual([0, 0]);
    delay.start();
    return delay;
  };
  /** What a stall of at least 120 ms reads; others may have stopped this process for longer. */
  const expectStall = async (delay: LoopDelay) => {
    const tookMs = keepBusy(120);
    await eventually(() => delay.maxMs() > tookMs - 21);
    expect(delay.p99Ms()).toBeLessThanOrEqual(delay.maxMs());
  };

  it('shows a stall, minus at most the 20 ms between two ticks', async () => {
    const delay = started();
    await eventually(() => delay.maxMs() > 0);
    await expectStall(delay);
  });

  it('shows a stall before the first tick', async () => {
    await expectStall(started());
  });
});

describe('the garbage collection monitor', () => {
  const watch = new GcWatch();
  afterEach(() => watch.stop());

  it('sums the pauses and keeps the longest', async () => {
    watch.start();
    collectGarbage();
    await eventually(() => watch.longestMs > 0);
    expect(watch.totalMs).toBeGreaterThanOrEqual(watch.longestMs);
  });

  it('ignores pauses of other threads', async () => {
    const worker = new Worker(TELL_PAUSES, { eval: true });
    onTestFinished(async () => void (await worker.terminate()));
    const pausesOfWorker = async (garbage = 0) => {
      worker.postMessage(garbage);
      return ((await once(worker, 'message')) as [number])[0];
    };
    const before = await pausesOfWorker();
    watch.start();
    for (let times = 0; times < 5; times++) collectGarbage();
    await eventually(() => watch.totalMs > 2);
    // A thread that has nothing to do tidies up a little by itself.
    expect((await pausesOfWorker()) - before).toBeLessThan(watch.totalMs / 2);
    expect(await pausesOfWorker(3_000_000)).toBeGreaterThan(before);
  });
});

/** Makes as much garbage as it is told, and tells how long its pauses were in all, ms. */
const TELL_PAUSES = `
  const { parentPort } = require('node:worker_threads');
  const { PerformanceObserver } = require('node:perf_hooks');
  let pausesMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pausesMs += duration;
  }).observe({ type: 'gc' });
  let kept = [];
  parentPort.on('message', (garbage) => {
    for (let index = 0; index < garbage; index++) kept = [index, { index }];
    setTimeout(() => parentPort.postMessage(pausesMs), 20);
  });
`;

describe('/proc/thread-self/schedstat', () => {
  it.runIf(isLinux)('yields the CPU time and the run delay of this thread', () => {
    const cpuUs = threadCpuReader()!;
    const runDelayUs = runDelayReader()!;
    const before = { us: monotonicClock.nowUs(), cpu: cpuUs(), delay: runDelayUs() };
    keepBusy(60);
    const passedUs = monotonicClock.nowUs() - before.us;
    const usedUs = cpuUs() - before.cpu;
    const waitedUs = runDelayUs() - before.delay;
    // The kernel updates the counters of a running thread at each of its ticks, at most 10 ms apart. What a hypervisor takes
    // away is in neither of them.
    expect(usedUs + waitedUs).toBeLessThan(passedUs + 11_000 + 0.1 * passedUs);
    expect(usedUs + waitedUs).toBeGreaterThan(0.5 * passedUs - 11_000);
    expect(usedUs).toBeGreaterThan(0);
  });
});
