/**
 * How far off is what a loop reports, and what does a turn cost? palaver and a bare socket.io-client loop in turns against
 * the reference endpoint, medians of several rounds. Each runs in a process of its own; the truth is the endpoint's own log.
 * The thread that converses has one core, everything else the other (parts/own-core.mjs) unless --shared-cores.
 *
 * Options: --rounds 5 --seconds 15 --vus 1000 --rates 2000,5000 --delays const,lognormal --shared-cores
 */
import { parseArgs } from 'node:util';
import { spawnReference } from '../../.build/calibrate/reference/reference-process.js';
import { joinTurns } from '../../.build/calibrate/trial/join-turns.js';
import { startFork } from './parts/ask-fork.mjs';
import { MACHINE, print } from './parts/machine.mjs';
import { giveOwnCore, leaveCoreFree } from './parts/own-core.mjs';
import { tellRow } from './parts/rows.mjs';
import { median, quantile } from './parts/statistics.mjs';
import { turnsOfLog } from './parts/turns-of-log.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '15' },
    vus: { type: 'string', default: '1000' },
    rates: { type: 'string', default: '2000,5000' },
    delays: { type: 'string', default: 'const,lognormal' },
    only: { type: 'string', default: 'bare,palaver' },
    'shared-cores': { type: 'boolean', default: false },
  },
});
const DELAYS = {
  const: { delay: '50ms', meanDelayMs: 50 },
  lognormal: { delay: 'lognormal 60ms 0.4', meanDelayMs: 65 },
};
const QUANTILES = [0.5, 0.95, 0.99, 0.999];

const hasOwnCore = !values['shared-cores'] && leaveCoreFree();

async function converse(file, message) {
  const { pid, answer } = startFork(file, message);
  if (hasOwnCore) await giveOwnCore(pid);
  return answer;
}

async function bare(trial) {
  const { vus, turnsPerSecond, seconds, meanDelayMs } = trial;
  const reference = await spawnReference({
    delay: trial.delay,
    seed: trial.seed,
    capacity: turnsPerSecond * seconds * 2,
  });
  const spreadMs = (vus / turnsPerSecond) * 1000;
  const thinkMs = Math.max(0, Math.round(spreadMs - meanDelayMs));
  const turns = Math.ceil((seconds * turnsPerSecond) / vus);
  const { log, cpu } = await converse('./bare-loop.mjs', {
    trial: { vus, turns, thinkMs, spreadMs },
    url: reference.url,
  });
  const logged = turnsOfLog(log).map(({ conversation, turn, sentUs, arrivedUs }) => ({
    conversation,
    turn,
    sent: { loUs: sentUs, hiUs: sentUs },
    firstReply: { loUs: arrivedUs, hiUs: arrivedUs },
  }));
  const { turns: atEndpoint } = await reference.readLog();
  await reference.stop();
  return { turns: joinTurns(logged, atEndpoint), cpu };
}

const palaver = (trial) => converse('./palaver-loop.mjs', { trial });

/** The middle of the run: the first fifth, in which users connect, and the last tenth are left out. */
function judge({ turns, cpu }) {
  const sent = turns.map((turn) => turn.sent.loUs).sort((a, b) => a - b);
  const fromUs = sent[Math.floor(sent.length * 0.25)];
  const toUs = sent[Math.floor(sent.length * 0.85)];
  const steady = turns.filter((turn) => turn.sent.loUs >= fromUs && turn.sent.loUs < toUs);
  const quantilesOf = (pick) => {
    const sorted = Float64Array.from(steady, pick).sort();
    return QUANTILES.map((q) => quantile(sorted, q) / 1000);
  };
  const truth = quantilesOf(({ reference }) => reference.sent.loUs - reference.received.hiUs);
  const truthHi = quantilesOf(({ reference }) => reference.sent.hiUs - reference.received.loUs);
  const upper = quantilesOf(({ sent: s, arrived }) => arrived.hiUs - s.loUs);
  const lower = quantilesOf(({ sent: s, arrived }) => Math.max(0, arrived.loUs - s.hiUs));
  const width = quantilesOf(({ sent: s, arrived }) => arrived.hiUs - s.loUs - Math.max(0, arrived.loUs - s.hiUs));
  const earlyTurns = steady.filter(({ arrived, reference }) => arrived.loUs > reference.sent.hiUs + 500).length;
  const impossible = steady.filter(({ arrived, reference }) => arrived.hiUs < reference.sent.loUs).length;
  const within = cpu.filter(({ atUs }) => atUs >= fromUs && atUs <= toUs);
  const [first, last] = [within[0], within.at(-1)];
  const inCpu = turns.filter((turn) => turn.sent.loUs >= first.atUs && turn.sent.loUs < last.atUs).length;
  return {
    turns: steady.length,
    perSecond: steady.length / ((toUs - fromUs) / 1e6),
    cpuUs: (last.cpuUs - first.cpuUs) / inCpu,
    truth,
    unsure: truthHi.map((value, index) => value - truth[index]),
    error: upper.map((value, index) => value - truth[index]),
    lowerError: lower.map((value, index) => value - truth[index]),
    width,
    earlyTurns,
    impossible,
  };
}

const medians = (rounds, key) => QUANTILES.map((_, index) => median(rounds.map((round) => round[key][index])));
const plain = (list) => list.map((value) => value.toFixed(2)).join(' / ');
const show = (list) => list.map((value) => value.toFixed(2).padStart(6)).join(' ');

print(MACHINE);
print(hasOwnCore ? 'the thread that converses has a core of its own' : 'all share the cores');
print(`ms at ${QUANTILES.map((q) => `p${q * 100}`).join(' ')}; error: reported − endpoint's own`);
for (const name of values.delays.split(','))
  for (const rate of values.rates.split(',').map(Number)) {
    const rounds = { bare: [], palaver: [] };
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const trial = {
        ...DELAYS[name],
        vus: Number(values.vus),
        turnsPerSecond: rate,
        seconds: Number(values.seconds),
        seed: round + 1,
      };
      if (values.only.includes('bare')) rounds.bare.push(judge(await bare(trial)));
      if (values.only.includes('palaver')) rounds.palaver.push(judge(await palaver(trial)));
    }
    const measured = Object.entries(rounds).filter(([, list]) => list.length > 0);
    for (const [who, list] of measured) {
      const cpus = list.map((round) => round.cpuUs.toFixed(0)).join(' ');
      print(
        `${name} ${rate}/s ${who.padEnd(8)} truth ${show(medians(list, 'truth'))} | error ${show(medians(list, 'error'))} | lower ${show(medians(list, 'lowerError'))} | width ${show(medians(list, 'width'))} | CPU ${median(list.map((r) => r.cpuUs)).toFixed(0)} µs/turn (${cpus}) | ${median(list.map((r) => r.perSecond)).toFixed(0)}/s | lower edge late ${list.map((r) => r.earlyTurns)} impossible ${list.map((r) => r.impossible)} of ${list[0].turns} | endpoint unsure ${show(medians(list, 'unsure'))}`,
      );
    }
    const load = `replies after ${DELAYS[name].delay}, ${rate} turns/s`;
    const byWho = Object.fromEntries(measured);
    tellRow(`reported − true at p50 / p95 / p99 / p99.9, ms; ${load}`, byWho, (list) => plain(medians(list, 'error')));
    tellRow(`CPU per turn, µs; ${load}`, byWho, (list) => median(list.map(({ cpuUs }) => cpuUs)).toFixed(0));
  }
