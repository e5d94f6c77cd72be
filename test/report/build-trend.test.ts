import { expect, it } from 'vitest';
import { CensoredTrend } from '../../src/measure/censored-trend.ts';
import { LatencyHistogram } from '../../src/measure/histogram/histogram.ts';
import { buildTrend } from '../../src/report/build/build-trend.ts';

it('a trend is built again once it has another value, or another turn without one', () => {
  const upper = new LatencyHistogram();
  const lower = new LatencyHistogram();
  const record = (us: number) => {
    upper.record(us);
    lower.record(us - 100);
  };
  const cut = (count: number, shortestUs: number) => new Map([['cut', { count, shortestUs }]]);
  record(1000);
  const first = buildTrend(new CensoredTrend(upper, lower));
  expect(buildTrend(new CensoredTrend(upper, lower))).toBe(first);
  record(3000);
  const second = buildTrend(new CensoredTrend(upper, lower));
  expect([first.count, first.max, second.count, second.max]).toEqual([1, 1, 2, 3]);
  const failed = buildTrend(new CensoredTrend(upper, lower, cut(2, 9000)));
  expect([failed.censored, failed.p99, failed.atLeastMs]).toEqual([{ cut: 2 }, null, 9]);
  expect(buildTrend(new CensoredTrend(upper, lower, cut(2, 7000))).atLeastMs).toBe(7);
  expect(buildTrend(new CensoredTrend(upper, undefined, cut(2, 7000))).bounds).toBeUndefined();
  expect(first.count).toBe(1);
});

it('interrupted turns are told apart by how long they had lasted', () => {
  const upper = new LatencyHistogram();
  upper.record(1000);
  const interrupted = (...elapsedUs: number[]) => {
    const [elapsed, all] = [new LatencyHistogram(), new LatencyHistogram()];
    for (const us of elapsedUs) elapsed.record(us);
    for (const us of [1000, ...elapsedUs]) all.record(us);
    const censored = new Map([['interrupted', { count: elapsedUs.length, shortestUs: Math.min(...elapsedUs) }]]);
    return buildTrend(new CensoredTrend(upper, undefined, censored, { elapsed, all })).bounds?.p99?.[0];
  };
  expect([interrupted(5000, 6000), interrupted(5000, 9000)]).toEqual([6, 9]);
});
