/** The same trial for palaver and for the bare loop, each in a process of its own: CPU per turn and errors. */
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnReference } from '../../../.build/calibrate/reference/reference-process.js';
import { joinTurns } from '../../../.build/calibrate/trial/join-turns.js';
import { monotonicClock } from '../../../.build/platform/time/clock.js';
import { startFork } from './ask-fork.mjs';
import { giveOwnCore } from './own-core.mjs';
import { cpuOfThreads, usageOf } from './process-usage.mjs';
import { quantile } from './statistics.mjs';
import { turnsOfLog } from './turns-of-log.mjs';

export const QUANTILES = [0.5, 0.95, 0.99];
/** Turns take longer than planned. */
const AFTER_S = 2;

/**
 * Starts a trial and reads, from its start, the CPU of each thread at second `from` and `to`. `who`: `bare` or `palaver`.
 * `ownCore`: the thread that converses gets a core of its own.
 */
export async function runTrial(who, { from, to, ownCore = false, ...load }) {
  const trial = { ...load, seconds: to + AFTER_S };
  const started = who === 'bare' ? await startBare(trial) : startFork('./palaver-loop.mjs', { trial });
  const watching = watchThreads(started.pid, { from, to, ownCore });
  const { turns } = await started.answer;
  return judgeTrial(turns, await watching, started.pid, who === 'bare' ? 0 : (trial.workers ?? 1));
}

async function startBare(trial) {
  const { vus, turnsPerSecond, seconds, meanDelayMs, delay, seed } = trial;
  const reference = await spawnReference({ delay, seed, capacity: turnsPerSecond * seconds * 2 });
  const spreadMs = (vus / turnsPerSecond) * 1000;
  const thinkMs = Math.max(0, Math.round(spreadMs - meanDelayMs));
  const turns = Math.ceil((seconds * turnsPerSecond) / vus);
  const run = startFork('./bare-loop.mjs', { trial: { vus, turns, thinkMs, spreadMs }, url: reference.url });
  const answer = run.answer.then(async ({ log }) => {
    const logged = turnsOfLog(log).map(({ conversation, turn, sentUs, arrivedUs }) => ({
      conversation,
      turn,
      sent: { loUs: sentUs, hiUs: sentUs },
      firstReply: { loUs: arrivedUs, hiUs: arrivedUs },
    }));
    const { turns: atEndpoint } = await reference.readLog();
    await reference.stop();
    return { turns: joinTurns(logged, atEndpoint) };
  });
  return { pid: run.pid, answer };
}

async function watchThreads(pid, { from, to, ownCore }) {
  const begin = performance.now();
  const until = (second) => sleep(Math.max(0, second * 1000 - (performance.now() - begin)));
  if (ownCore) await giveOwnCore(pid);
  await until(from);
  const first = { atUs: monotonicClock.nowUs(), threads: cpuOfThreads(pid) };
  await until(to);
  const last = { atUs: monotonicClock.nowUs(), threads: cpuOfThreads(pid) };
  return { first, last, peakMib: usageOf(pid).peakKb / 1024 };
}

/**
 * CPU is per turn sent between the two readings. The first thread of a process is its main thread, `loadThreads` others, the
 * busiest, generate load (the bare loop does so in the main thread), and the rest are V8's helpers.
 */
function judgeTrial(turns, { first, last, peakMib }, pid, loadThreads) {
  const steady = turns.filter(({ sent }) => sent.loUs >= first.atUs && sent.loUs < last.atUs);
  const perTurn = (ns) => ns / 1000 / steady.length;
  const used = [...last.threads].map(([thread, ns]) => ({ thread, ns: ns - (first.threads.get(thread) ?? 0) }));
  const sum = (list) => perTurn(list.reduce((total, { ns }) => total + ns, 0));
  const main = used.filter(({ thread }) => thread === String(pid));
  const others = used.filter((one) => !main.includes(one)).sort((left, right) => right.ns - left.ns);
  const load = loadThreads === 0 ? main : others.slice(0, loadThreads);
  return {
    turns: steady.length,
    perSecond: steady.length / ((last.atUs - first.atUs) / 1e6),
    cpuUs: sum(used),
    loadUs: sum(load),
    mainUs: loadThreads === 0 ? 0 : sum(main),
    helpersUs: sum(others.slice(loadThreads)),
    peakMib,
    ...errorsOf(steady),
    lateLower: steady.filter(({ arrived, reference }) => arrived.loUs > reference.sent.hiUs + 500).length,
    impossible: turns.filter(({ arrived, reference }) => arrived.hiUs < reference.sent.loUs).length,
  };
}

/** At each of `QUANTILES`, ms. The truth is what the endpoint logged. */
function errorsOf(steady) {
  const quantilesOf = (pick) => {
    const sorted = Float64Array.from(steady, pick).sort();
    return QUANTILES.map((q) => quantile(sorted, q) / 1000);
  };
  const truth = quantilesOf(({ reference }) => reference.sent.loUs - reference.received.hiUs);
  const longest = quantilesOf(({ reference }) => reference.sent.hiUs - reference.received.loUs);
  const upper = quantilesOf(({ sent, arrived }) => arrived.hiUs - sent.loUs);
  const lower = quantilesOf(({ sent, arrived }) => Math.max(0, arrived.loUs - sent.hiUs));
  const less = (list, by) => list.map((value, index) => value - by[index]);
  return { truth, unsure: less(longest, truth), error: less(upper, truth), lowerError: less(lower, truth) };
}
