/**
 * Whether the memory of a run grows with its length: one run against a mock endpoint in another process, at a constant load;
 * every 5 s the resident set is read from /proc, and each thread logs the use of its heap. A line is fitted to the second half
 * by least squares: the heaps reach their size within minutes, but malloc's arenas, in which every checkpoint allocates and
 * frees some MiB, grow for about a quarter of an hour.
 *
 * "flat within its noise": the slope is less than two of its standard errors, or less than 1 % of the resident set per hour.
 * Garbage that is collected late makes neighbouring readings similar, so the standard error is underestimated.
 *
 * Options: --minutes 30 --vus 1000 --think 800ms --delay 50ms --workers N
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spawnMock } from '../../.build/mock/mock-process.js';
import { MACHINE, print } from './parts/machine.mjs';
import { startPalaver } from './parts/palaver-cli.mjs';
import { watchUsage } from './parts/process-usage.mjs';
import { tellFigure } from './results/figures.mjs';

const PERIOD_MS = 5000;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    vus: { type: 'string', default: '1000' },
    think: { type: 'string', default: '800ms' },
    delay: { type: 'string', default: '50ms' },
    workers: { type: 'string' },
  },
});

const SCENARIO = `
defaults: { think: ${values.think} }
conversations:
  - { name: long, steps: [one, two, three, four, five, six, seven, eight, nine, ten] }
  - { name: short, steps: [one, two] }
`;

/** Loaded before anything else by every thread of the run: writes down the use of its heap. */
const hookOf = (file) => `
  import { appendFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  setInterval(() => {
    const { heapUsed, external } = process.memoryUsage();
    appendFileSync(${JSON.stringify(file)}, [threadId, performance.timeOrigin + performance.now(), heapUsed, external].join(' ') + '\\n');
  }, ${PERIOD_MS}).unref();
`;

async function soak(folder) {
  const mock = await spawnMock({ bot: 'echo', delay: values.delay, workers: 10_000, typing: false });
  const hook = join(folder, 'hook.mjs');
  const heaps = join(folder, 'heaps');
  writeFileSync(hook, hookOf(heaps));
  const load = ['-u', values.vus, '-d', `${values.minutes}m`, ...(values.workers ? ['--workers', values.workers] : [])];
  const begunMs = Date.now();
  const minutes = (atMs) => (atMs - begunMs) / 60_000;
  const run = startPalaver(SCENARIO, `${mock.url}/soak`, load, ['--import', hook]);
  const usage = watchUsage(run.pid, () => Date.now() * 1000, PERIOD_MS);
  const code = await run.ended;
  const resident = usage.stop().map(({ atUs, residentKb }) => ({ minutes: minutes(atUs / 1000), kib: residentKb }));
  await mock.stop();
  const report = run.report();
  run.forget();
  return { code, resident, heaps: readHeaps(heaps, minutes), report };
}

/** Thread → readings. */
function readHeaps(file, minutes) {
  const threads = new Map();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [thread, atMs, heapUsed, external] = line.split(' ').map(Number);
    const readings = threads.get(thread) ?? [];
    threads.set(thread, readings);
    readings.push({ minutes: minutes(atMs), kib: (heapUsed + external) / 1024 });
  }
  return threads;
}

/** Least squares: KiB per minute, its standard error, and the mean. */
function fitLine(readings) {
  const n = readings.length;
  const mean = (of) => readings.reduce((sum, reading) => sum + of(reading), 0) / n;
  const at = mean(({ minutes }) => minutes);
  const kib = mean((reading) => reading.kib);
  const spread = readings.reduce((sum, { minutes }) => sum + (minutes - at) ** 2, 0);
  const slope = readings.reduce((sum, reading) => sum + (reading.minutes - at) * (reading.kib - kib), 0) / spread;
  const left = readings.reduce((sum, reading) => {
    return sum + (reading.kib - kib - slope * (reading.minutes - at)) ** 2;
  }, 0);
  return { slope, error: Math.sqrt(left / (n - 2) / spread), mean: kib };
}

function judge(what, readings) {
  const minutes = Number(values.minutes);
  // The end of the run is no steady state either.
  const steady = readings.filter((reading) => reading.minutes > minutes / 2 && reading.minutes < minutes);
  if (steady.length < 10) return print(`${what}: too few readings (${steady.length}); run longer`);
  const { slope, error, mean } = fitLine(steady);
  tellFigure(`${what}: growth`, 'KiB/min', { palaver: [slope] }, { better: 'nearer 0' });
  tellFigure(what, 'MiB', { palaver: [mean / 1024] });
  const flat = Math.abs(slope) < 2 * error || Math.abs(slope) * 60 < mean / 100;
  print(
    `${what}: ${(mean / 1024).toFixed(1)} MiB, slope ${slope.toFixed(1)} ± ${error.toFixed(1)} KiB per minute ` +
      `(${((slope * 6000) / mean).toFixed(1)} % an hour), ${flat ? 'flat within its noise' : slope > 0 ? 'GROWS' : 'shrinks'}`,
  );
}

print(MACHINE);
const folder = mkdtempSync(join(tmpdir(), 'palaver-soak-'));
try {
  const { code, resident, heaps, report } = await soak(folder);
  const { conversations_completed: done, turns_completed: turns } = report.metrics;
  const perSecond = turns.count / (report.run.durationMs / 1000);
  print(
    `${values.vus} users, ${values.minutes} minutes, ${done.count} conversations, ${turns.count} turns, exit ${code}`,
  );
  print(
    `${perSecond.toFixed(0)} turns/s; verdict: ${[report.verdict.status, ...report.verdict.reasons.map(({ text }) => text)].join('; ')}`,
  );
  judge('resident set', resident);
  for (const [thread, readings] of heaps)
    judge(thread === 0 ? 'heap and buffers of the main thread' : `heap and buffers of load thread ${thread}`, readings);
} finally {
  rmSync(folder, { recursive: true });
}
