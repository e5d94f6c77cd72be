/**
 * Whether load threads disturb each other. Three contenders alternate, against the reference endpoint: one load thread with all
 * of the load, several with an equal share each, and one alone with such a share. With contention, several would need more CPU
 * per turn than one alone with its share. Two cores are enough to see that, because each thread needs less than half of one.
 *
 * With all of the load, a turn costs less, since an iteration of the event loop reads more replies at once. The bare loop
 * shows the same effect.
 *
 * The method is that of accuracy.mjs, with shared cores.
 *
 * Options: --rounds 5 --from 8 --to 16 (seconds) --vus 1000 --rate 2000 --threads 2
 */
import { parseArgs } from 'node:util';
import { MACHINE, print } from './parts/machine.mjs';
import { medianOf } from './parts/statistics.mjs';
import { QUANTILES, runTrial } from './parts/trials.mjs';
import { tellFigure } from './results/figures.mjs';
import { plain } from './results/result-tables.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    from: { type: 'string', default: '8' },
    to: { type: 'string', default: '16' },
    vus: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '2000' },
    threads: { type: 'string', default: '2' },
  },
});
const THREADS = Number(values.threads);
const VUS = Number(values.vus);
const RATE = Number(values.rate);
const WINDOW = { from: Number(values.from), to: Number(values.to) };

print(MACHINE);
const CONTENDERS = {
  one: { name: '1 load thread', vus: VUS, turnsPerSecond: RATE, workers: 1 },
  several: { name: `${THREADS} load threads`, vus: VUS, turnsPerSecond: RATE, workers: THREADS },
  share: { name: '1 load thread', vus: Math.round(VUS / THREADS), turnsPerSecond: RATE / THREADS, workers: 1 },
};
const ORDER = Object.keys(CONTENDERS);
const rounds = { one: [], several: [], share: [] };
for (let seed = 1; seed <= Number(values.rounds); seed += 1) {
  for (const which of seed % 2 === 1 ? ORDER : ORDER.toReversed()) {
    const { name, ...load } = CONTENDERS[which];
    rounds[which].push(await runTrial('palaver', { delay: '50ms', meanDelayMs: 50, ...load, ...WINDOW, seed }));
  }
}

const pairs = (base, pick) => rounds.several.map((round, index) => pick(round) / pick(rounds[base][index]));
for (const [which, { name: threads, turnsPerSecond }] of Object.entries(CONTENDERS)) {
  const load = `${plain(turnsPerSecond)} turns/s in total`;
  const list = rounds[which];
  const at = (key) => QUANTILES.map((_, index) => plain(medianOf(list, (round) => round[key][index]))).join(' ');
  const of = (key) => plain(medianOf(list, (round) => round[key]));
  print(
    `${threads}: ${of('perSecond')} turns/s; CPU ${of('cpuUs')} µs per turn (load threads ${of('loadUs')}, main ${of('mainUs')}, ` +
      `helpers ${of('helpersUs')}); error ${at('error')} ms, lower bound ${at('lowerError')} ms`,
  );
  tellFigure(`CPU per turn; ${threads}, ${load}`, 'µs', { palaver: list.map(({ cpuUs }) => cpuUs) });
  for (const [index, q] of QUANTILES.entries()) {
    const errors = { palaver: list.map(({ error }) => error[index]) };
    tellFigure(`error at p${q * 100}; ${threads}, ${load}`, 'ms', errors, { better: 'nearer 0' });
  }
}
/** `×`: a ratio, comparable between machines. Of the load threads only: the main thread has a fixed part. */
for (const [base, name] of Object.entries({ one: '1 with all of the load', share: '1 with its share' }))
  tellFigure(`CPU of load threads per turn: ${THREADS} ÷ ${name}`, '×', {
    palaver: pairs(base, ({ loadUs }) => loadUs),
  });
