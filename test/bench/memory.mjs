/**
 * Memory per virtual user: the resident set of palaver with N users minus that with 10, divided by their difference, in the
 * steady state; the same for a bare socket.io-client loop and, if it is installed, for Artillery. Users have long conversations
 * with one turn every 10 s.
 *
 * Options: --rounds 1 --vus 1000,5000,15000 --seconds 30 --only bare,palaver,artillery
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spawnReference } from '../../.build/calibrate/reference/reference-process.js';
import { startArtillery } from './parts/artillery.mjs';
import { startFork } from './parts/ask-fork.mjs';
import { findArtillery } from './parts/find-artillery.mjs';
import { MACHINE, print } from './parts/machine.mjs';
import { startPalaver } from './parts/palaver-cli.mjs';
import { watchUsage } from './parts/process-usage.mjs';
import { median } from './parts/statistics.mjs';
import { tellFigure } from './results/figures.mjs';
import { plain } from './results/result-tables.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    vus: { type: 'string', default: '1000,5000,15000' },
    seconds: { type: 'string', default: '30' },
    only: { type: 'string', default: 'bare,palaver,artillery' },
  },
});
const SECONDS = Number(values.seconds);
const THINK_MS = 10_000;
/** Users start within this time; the last third of the run is measured. */
const RAMP_MS = SECONDS * 600;
/** More than any user has in the time. */
const TURNS = Math.ceil((2 * SECONDS * 1000) / THINK_MS);
const ARTILLERY = findArtillery();
const scenarioFor = (vus) => `
load: { closed: { vus: ${vus}, duration: ${2 * SECONDS}s, startSpread: ${RAMP_MS}ms }, gracefulStop: 0s }
conversations:
  - steps: [ { repeat: { times: ${TURNS}, steps: [ { say: tell me the opening hours please, think: ${THINK_MS}ms } ] } } ]
`;

/** Contender → starts a load of this number of users, which must be stopped. */
const CONTENDERS = {
  bare: (url, vus) =>
    startFork('./bare-loop.mjs', {
      trial: { vus, turns: TURNS, thinkMs: THINK_MS, spreadMs: THINK_MS, rampMs: RAMP_MS },
      url,
    }),
  palaver: (url, vus) => startPalaver(scenarioFor(vus), url, ['--workers', 1]),
  ...(ARTILLERY.bin && {
    artillery: (url, vus) =>
      startArtillery(ARTILLERY, url, { vus, rampSeconds: RAMP_MS / 1000, turns: TURNS, thinkMs: THINK_MS }),
  }),
};

/** Median of the resident set over the last third, and its peak, KiB. */
async function measure(start, vus) {
  const reference = await spawnReference({ delay: '50ms', seed: 1, capacity: 10, constantReply: true });
  const run = start(reference.url, vus);
  const usage = watchUsage(run.pid);
  await sleep(SECONDS * 1000);
  const readings = usage.stop().map(({ residentKb }) => residentKb);
  await run.stop();
  const { connections } = await reference.readLog();
  await reference.stop();
  if (connections < vus) print(`only ${connections} of ${vus} users have connected`);
  return { medianKb: median(readings.slice(Math.floor(readings.length * 0.67))), peakKb: Math.max(...readings) };
}

/** Contenders alternate. */
function everyRound() {
  const measured = Object.entries(CONTENDERS).filter(([name]) => values.only.includes(name));
  return Array.from({ length: Number(values.rounds) }, () => measured).flat();
}

print(MACHINE);
/** Users → who → KiB each, in each round. */
const perUser = new Map(values.vus.split(',').map((vus) => [Number(vus), {}]));
for (const [name, start] of everyRound()) {
  const base = await measure(start, 10);
  for (const [vus, found] of perUser) {
    const seen = await measure(start, vus);
    const perVu = (key) => (seen[key] - base[key]) / (vus - 10);
    found[name] = [...(found[name] ?? []), perVu('medianKb')];
    print(
      `${name} ${vus} users: ${Math.round(seen.medianKb / 1024)} MiB (10 users: ${Math.round(base.medianKb / 1024)} MiB): ` +
        `${perVu('medianKb').toFixed(1)} KiB per user, at the peak ${perVu('peakKb').toFixed(1)}`,
    );
  }
}
for (const [vus, found] of perUser) tellFigure(`memory per VU; ${plain(vus)} VUs`, 'KiB', found);
