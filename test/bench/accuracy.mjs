/**
 * Error of the reported latencies, and CPU per turn: palaver and a bare socket.io-client loop alternate against the reference
 * endpoint. Each runs in a process of its own, and so does the endpoint, whose log is the ground truth.
 *
 * Everything is measured within one run, in its steady state: CPU of each thread (/proc, schedstat) between two instants, per
 * turn sent in between. The errors are those of the same turns. The peak memory is that of the whole run until the second
 * instant.
 *
 * `--cores shared`: all threads share the cores. `--cores own`: the load thread has a core of its own, everything else another
 * (parts/own-core.mjs).
 *
 * Options: --rounds 5 --from 8 --to 16 (seconds) --vus 1000 --rates 500,2000,5000 --delays const,lognormal
 * --cores shared,own --only bare,palaver
 */
import { parseArgs } from 'node:util';
import { MACHINE, print } from './parts/machine.mjs';
import { leaveCoreFree, shareCores } from './parts/own-core.mjs';
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
    rates: { type: 'string', default: '500,2000,5000' },
    delays: { type: 'string', default: 'const,lognormal' },
    cores: { type: 'string', default: 'shared,own' },
    only: { type: 'string', default: 'bare,palaver' },
  },
});
const DELAYS = {
  const: { delay: '50ms', meanDelayMs: 50, name: 'constant 50 ms' },
  lognormal: { delay: 'lognormal 60ms 0.4', meanDelayMs: 65, name: 'lognormal 60 ms, 0.4' },
};

/** Rounds of one load, contender by contender; the order changes from round to round. */
async function measure(load, ownCore) {
  const rounds = { bare: [], palaver: [] };
  const order = Object.keys(rounds).filter((who) => values.only.includes(who));
  for (let seed = 1; seed <= Number(values.rounds); seed += 1)
    for (const who of seed % 2 === 1 ? order : order.toReversed())
      rounds[who].push(
        await runTrial(who, { ...load, seed, ownCore, from: Number(values.from), to: Number(values.to) }),
      );
  return Object.fromEntries(order.map((who) => [who, rounds[who]]));
}

function describe(what, who, rounds) {
  const of = (key) => plain(medianOf(rounds, (round) => round[key]));
  const at = (key) => QUANTILES.map((_, index) => plain(medianOf(rounds, (round) => round[key][index]))).join(' ');
  const total = (key) => rounds.reduce((sum, round) => sum + round[key], 0);
  print(
    `${what}, ${who.padEnd(7)}: ${of('perSecond')} turns/s; CPU ${of('cpuUs')} µs per turn (load thread ${of('loadUs')}, main ` +
      `${of('mainUs')}, helpers ${of('helpersUs')}); peak ${of('peakMib')} MiB; error ${at('error')} ms, lower bound ` +
      `${at('lowerError')} ms (truth ${at('truth')}, uncertain by ${at('unsure')}); lower bound late in ${total('lateLower')}, ` +
      `impossible ${total('impossible')} of ${total('turns')} turns`,
  );
}

function tell(what, rounds) {
  const each = (pick) => Object.fromEntries(Object.entries(rounds).map(([who, list]) => [who, list.map(pick)]));
  const ofPalaver = (pick) => ({ palaver: rounds.palaver?.map(pick) ?? [] });
  tellFigure(
    `CPU per turn; ${what}`,
    'µs',
    each(({ cpuUs }) => cpuUs),
  );
  tellFigure(
    `CPU per turn, load thread; ${what}`,
    'µs',
    each(({ loadUs }) => loadUs),
  );
  tellFigure(
    `CPU per turn, main thread; ${what}`,
    'µs',
    ofPalaver(({ mainUs }) => mainUs),
  );
  const helpers = each(({ helpersUs }) => helpersUs);
  tellFigure(`CPU per turn, V8's helper threads; ${what}`, 'µs', helpers, { ratio: false });
  tellFigure(
    `peak memory; ${what}`,
    'MiB',
    each(({ peakMib }) => peakMib),
  );
  const error = { ratio: false, better: 'nearer 0' };
  for (const [index, q] of QUANTILES.entries()) {
    const lower = ofPalaver((round) => round.lowerError[index]);
    tellFigure(
      `error at p${q * 100}; ${what}`,
      'ms',
      each((round) => round.error[index]),
      error,
    );
    tellFigure(`error of the lower bound at p${q * 100}; ${what}`, 'ms', lower, error);
  }
}

print(MACHINE);
print(`error: reported − measured by the endpoint, at ${QUANTILES.map((q) => `p${q * 100}`).join(', ')}`);
for (const cores of values.cores.split(',')) {
  shareCores();
  const ownCore = cores === 'own';
  if (ownCore && !leaveCoreFree()) {
    print('a core of its own needs two cores and taskset (Linux): left out');
    continue;
  }
  for (const name of values.delays.split(','))
    for (const turnsPerSecond of values.rates.split(',').map(Number)) {
      const rounds = await measure({ ...DELAYS[name], vus: Number(values.vus), turnsPerSecond }, ownCore);
      const what = `${DELAYS[name].name}, ${plain(turnsPerSecond)} turns/s, ${cores === 'own' ? 'own core' : 'shared cores'}`;
      for (const [who, list] of Object.entries(rounds)) describe(what, who, list);
      tell(what, rounds);
    }
}
