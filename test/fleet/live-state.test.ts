import { expect, it } from 'vitest';
import { liveStateOf } from '../../src/fleet/agent/live-state.ts';
import { liveStateSchema } from '../../src/fleet/wire/messages.ts';
import type { RunningLoad } from '../../src/run/running-load.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { ScopedThresholds } from '../../src/verdict/scoped-thresholds.ts';
import type { Threshold } from '../../src/verdict/threshold.ts';
import { recorderOf, SHAPE } from '../support/sample-run.ts';

const TIMES = { steady: [], measured: [{ fromMs: 0, toMs: 60_000 }], longestTurnMs: 1000 };

/** What an agent with these thresholds sends; `encoded`: the scoped ones whose cells were encoded for it. */
function sent(...thresholds: readonly Threshold[]) {
  const { recorder, table } = recorderOf(SHAPE, '1/1');
  for (const [series, { kind }] of table.keys.entries()) recorder.append(series, 0, 1000, kind === 'trend' ? 2000 : 0);
  const scoped = new ScopedThresholds(thresholds, () => TIMES, table.keys);
  const encoded: string[] = [];
  for (const one of scoped.all) {
    const { ranges } = one;
    one.ranges = (elapsedMs) => {
      encoded.push(one.threshold.expression);
      return ranges.call(one, elapsedMs);
    };
  }
  for (const [series] of table.keys.entries()) scoped.append(series, 0, 1000, 2000);
  const load = { recorder, scoped, elapsedMs: () => 5000, activeVus: 3, findings: { errors: [] }, shards: [] };
  const state = liveStateSchema.parse(liveStateOf(load as unknown as RunningLoad, thresholds, []));
  const metrics = new Set(state.cells.trends.map(({ metric, lower }) => `${metric}${lower ? ' with bounds' : ''}`));
  return { state, encoded, trends: [...metrics].sort() };
}

const aborting = (expression: string): Threshold => ({ ...parseThreshold(expression), abortAfterMs: 0 });

it('a live state has all counters, and of latencies what the progress line shows', () => {
  const { state, trends } = sent(parseThreshold('turn p95 < 2s'));
  expect(trends).toEqual(['first_output']);
  expect(state.cells.trends.every(({ labels }) => labels.of === undefined)).toBe(true);
  expect(new Set(state.cells.counters.map(({ metric }) => metric)).size).toBeGreaterThan(20);
});

it('a live state has what thresholds with abort are judged on, with both bounds', () => {
  expect(sent(aborting('turn p95 < 2s')).trends).toEqual(['first_output', 'turn with bounds']);
  expect(sent(aborting('first_output{place="eu"} p95 < 2s')).trends).toEqual(['first_output with bounds']);
});

it('a live state has the cells of those scoped thresholds that abort; others are not even encoded', () => {
  const [steady, windows] = ['turn p95 < 2s in steady', 'turn p95 < 2s in 90% of windows'];
  const { state, encoded, trends } = sent(parseThreshold(steady), aborting(windows));
  expect(state.scoped.map(({ expression, ranges }) => [expression, ranges.length])).toEqual([
    [steady, 0],
    [windows, 1],
  ]);
  expect([encoded, trends]).toEqual([[windows], ['first_output']]);
});
