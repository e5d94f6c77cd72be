/**
 * Whether load threads disturb each other: two of them with half of the load each, compared with one that generates all of it:
 * the same users and turns per second in total, against the reference endpoint, alternating. Contention would show as CPU per
 * turn: if it is the same, and the errors are no larger, N threads on N cores carry N times the load of one. Two cores are
 * enough to see that, because each thread needs less than half of one.
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
const LOAD = { delay: '50ms', meanDelayMs: 50, vus: Number(values.vus), turnsPerSecond: Number(values.rate) };
const WINDOW = { from: Number(values.from), to: Number(values.to) };

print(MACHINE);
const rounds = { one: [], several: [] };
for (let seed = 1; seed <= Number(values.rounds); seed += 1) {
  const order = [
    ['one', 1],
    ['several', THREADS],
  ];
  for (const [which, workers] of seed % 2 === 1 ? order : order.toReversed())
    rounds[which].push(await runTrial('palaver', { ...LOAD, ...WINDOW, seed, workers }));
}

const load = `${plain(LOAD.turnsPerSecond)} turns/s in total`;
const pairs = (pick) => rounds.several.map((round, index) => pick(round) / pick(rounds.one[index]));
for (const [which, threads] of [
  ['one', '1 load thread'],
  ['several', `${THREADS} load threads`],
]) {
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
/** `×`: a ratio, comparable between machines. */
const ratios = { cpuUs: 'CPU per turn', loadUs: 'CPU per turn of load threads' };
for (const [key, name] of Object.entries(ratios))
  tellFigure(`${name}: ${THREADS} load threads ÷ 1`, '×', { palaver: pairs((round) => round[key]) });
