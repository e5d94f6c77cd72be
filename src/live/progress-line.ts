import type { CensoredTrend } from '../measure/censored-trend.ts';
import { TURN_OUTCOMES, turnCounter } from '../measure/metrics.ts';
import type { Readings } from '../measure/readings.ts';
import { formatDurationMs } from '../platform/time/duration.ts';

/** The data of the progress line. */
export interface ProgressFacts {
  readonly elapsedMs: number;
  /** Undefined: the load ends by a number of conversations. */
  readonly totalMs: number | undefined;
  readonly activeVus: number;
  readonly conversationsCompleted: number;
  readonly conversationsFailed: number;
  /** Ended turns, of every outcome. */
  readonly turns: number;
  readonly firstOutput: CensoredTrend;
  /** Failed connections, lost connections and failed turns. */
  readonly failures: number;
}

/** The facts from a recorder. */
export function progressOf(
  { everything: readings }: Readings,
  run: Pick<ProgressFacts, 'elapsedMs' | 'totalMs' | 'activeVus'>,
): ProgressFacts {
  const turnsOf = (outcomes: readonly (typeof TURN_OUTCOMES)[number][]) =>
    outcomes.reduce((sum, outcome) => sum + readings.counter(turnCounter(outcome)), 0);
  const failures = TURN_OUTCOMES.filter((outcome) => outcome !== 'completed' && outcome !== 'interrupted');
  return {
    ...run,
    conversationsCompleted: readings.counter('conversations_completed'),
    conversationsFailed: readings.counter('conversations_failed'),
    turns: turnsOf(TURN_OUTCOMES),
    firstOutput: readings.trend('first_output'),
    failures: turnsOf(failures) + readings.counter('connects_failed') + readings.counter('disconnects'),
  };
}

/** Minimum width of a terminal. */
const WIDTH = 80;

/**
 * One line of at most 80 columns: `0:42/2:30  50 VUs  312 conv., 2 failed  48.2 turns/s  first_output p95 812 ms  3 failures`.
 * If that is too long, words are shortened. `turnsPerSecond` is over the time since the previous line.
 */
export function progressLine(facts: ProgressFacts, turnsPerSecond: number): string {
  const elapsed = stopwatch(facts.elapsedMs);
  const over = facts.totalMs !== undefined && facts.elapsedMs > facts.totalMs;
  const planned = facts.totalMs === undefined ? '' : over ? ' finishing' : `/${stopwatch(facts.totalMs)}`;
  const total = `${elapsed}${planned}`;
  const done = `${short(facts.conversationsCompleted)} conv.`;
  const failed = facts.conversationsFailed === 0 ? '' : `${short(facts.conversationsFailed)} failed`;
  const latency = `p95 ${describeQuantile(facts.firstOutput)}`;
  const rate = `${turnsPerSecond < 100 ? turnsPerSecond.toFixed(1) : short(Math.round(turnsPerSecond))} turns/s`;
  const vus = facts.activeVus === 1 ? '1 VU' : `${short(facts.activeVus)} VUs`;
  const failures = facts.failures === 1 ? '1 failure' : `${short(facts.failures)} failures`;
  const counts = failed === '' ? done : `${done}, ${failed}`;
  const forms = [
    [total, vus, counts, rate, `first_output ${latency}`, failures].join('  '),
    [total, vus, counts, rate, `first_output ${latency}`, failures].join(' '),
    [total, vus, counts, rate, latency, failures].join(' '),
    [total, vus, counts, rate.replace(' turns', ''), latency, failures].join(' '),
    [elapsed, vus, counts, rate, latency, failures].join(' '),
  ];
  return forms.find((form) => form.length <= WIDTH) ?? forms.at(-1)!.slice(0, WIDTH);
}

function describeQuantile(trend: CensoredTrend): string {
  const reading = trend.quantile(0.95);
  if (reading.kind === 'none') return '–';
  if (reading.kind === 'censored') return `> ${formatDurationMs(reading.atLeastUs / 1000)}`;
  return formatDurationMs(reading.upperUs / 1000);
}

/** `0:42`, `12:05`, `1h02m`. */
function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${pad(seconds % 60)}` : `${Math.floor(minutes / 60)}h${pad(minutes % 60)}m`;
}

/** At most five characters: `9999`, `123k`, `1.2M`. */
function short(count: number): string {
  if (count < 10_000) return String(count);
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${(count / 1_000_000).toFixed(count < 9_950_000 ? 1 : 0)}M`;
}
