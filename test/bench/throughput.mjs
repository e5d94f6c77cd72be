/**
 * Cost of a run of the whole CLI: 1,000 virtual users against the mock endpoint in another process. The counters of both sides
 * are compared; memory is the peak resident set of the load generator, minus that of the same run with one user. The figures
 * depend on the machine; nothing passes or fails because of them.
 *
 * Options: --vus N --seconds N --delay TIME --think TIME
 */
import { parseArgs } from 'node:util';
import { spawnMock } from '../../.build/mock/mock-process.js';
import { MACHINE, print } from './parts/machine.mjs';
import { startPalaver } from './parts/palaver-cli.mjs';
import { watchUsage } from './parts/process-usage.mjs';
import { tellFigure } from './results/figures.mjs';
import { plain } from './results/result-tables.mjs';

const { values } = parseArgs({
  options: {
    vus: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    delay: { type: 'string', default: '50ms' },
    think: { type: 'string', default: '800ms' },
  },
});

const SCENARIO = `
defaults: { think: ${values.think} }
conversations: [ { steps: [one, two, three, four, five, six, seven, eight, nine, ten] } ]
`;

/** Runs palaver once; peak memory and CPU are read from /proc while it runs. */
async function load(vus, seconds) {
  const mock = await spawnMock({ bot: 'echo', delay: values.delay, workers: 10_000, typing: false });
  const run = startPalaver(SCENARIO, `${mock.url}/bench`, ['-u', vus, '-d', `${seconds}s`]);
  const usage = watchUsage(run.pid);
  const code = await run.ended;
  const { peakKb, cpuUs } = usage.stop().at(-1);
  const stats = await mock.stats();
  await mock.stop();
  const report = run.report();
  run.forget();
  return { code, stats, report, peakKb, cpuUs };
}

print(MACHINE);
const idle = await load('1', '5');
const { report, stats, code, peakKb, cpuUs } = await load(values.vus, values.seconds);
const { metrics } = report;
const turns = metrics.turns_completed.count;
const seconds = report.run.durationMs / 1000;
print(
  `load: ${values.vus} users, ${seconds.toFixed(1)} s, ${turns} turns, ${(turns / seconds).toFixed(0)} turns/s, exit ${code}`,
);
for (const [ours, theirs] of [
  ['inputs_sent', 'inputs'],
  ['turns_completed', 'inputs'],
  ['outputs', 'outputs'],
  ['final_pings', 'finalPings'],
]) {
  const same = metrics[ours].count === stats[theirs] ? 'equal' : 'DIFFERENT';
  print(`books: ${ours} ${metrics[ours].count}, endpoint's ${theirs} ${stats[theirs]}: ${same}`);
}
print(
  `memory: peak ${Math.round(peakKb / 1024)} MiB, idle ${Math.round(idle.peakKb / 1024)} MiB: ${((peakKb - idle.peakKb) / Number(values.vus)).toFixed(1)} KiB per user`,
);
print(`CPU: ${(cpuUs / turns).toFixed(0)} µs per turn, connecting included (${metrics.connects.count} connections)`);
tellFigure(`CPU per turn, connecting included; ${plain(Number(values.vus))} VUs`, 'µs', { palaver: [cpuUs / turns] });
tellFigure(`peak memory; ${plain(Number(values.vus))} VUs`, 'MiB', { palaver: [peakKb / 1024] });
const { p50, p95, p99 } = metrics.turn;
print(
  `turn: p50 ${p50} p95 ${p95} p99 ${p99} ms; endpoint's own final ping: p50 ${stats.finalPingMs.p50} p95 ${stats.finalPingMs.p95} p99 ${stats.finalPingMs.p99} ms`,
);
print(`bounds: p50 ${metrics.turn.bounds.p50} p99 ${metrics.turn.bounds.p99}; send_lag p99 ${metrics.send_lag.p99} ms`);
print(`verdict: ${report.verdict.status} ${report.verdict.reasons.map(({ text }) => text).join('; ')}`);
