import { describe, expect, it } from 'vitest';
import { medianOf } from '../../src/calibrate/median.ts';
import type { JoinedTurn } from '../../src/calibrate/trial/join-turns.ts';
import { quantileErrors } from '../../src/calibrate/trial/quantile-errors.ts';
import { trialMetrics } from '../../src/calibrate/trial/trial-metrics.ts';
import { joinedTurn } from '../support/trial-metrics.ts';

describe('the error of a quantile', () => {
  /** 1 … 1000 ms by the endpoint, which is unsure of 40 µs; palaver's upper edge 300 µs later, its lower edge 250. */
  const turns = Array.from({ length: 1000 }, (_, index) =>
    joinedTurn({ sentUs: index * 1000, tookUs: (index + 1) * 1000, lateUs: 300, widthUs: 250, unsureUs: 40 }),
  );

  it.each([
    ['p50', 500],
    ['p95', 950],
    ['p99', 990],
    ['p99_9', 999],
  ] as const)('at %s is the reported minus the measured value, within the width of a bucket', (name, measuredMs) => {
    const error = quantileErrors(turns)[name];
    expect(error).toMatchObject({ measuredMs, uncertaintyMs: expect.closeTo(0.04, 6) });
    expect(error.errorMs).toBeGreaterThanOrEqual(0.3);
    expect(error.errorMs).toBeLessThanOrEqual(0.3 + measuredMs / 1000);
    expect(error.lowerErrorMs).toBeLessThanOrEqual(0.05);
    expect(error.lowerErrorMs).toBeGreaterThanOrEqual(0.05 - measuredMs / 1000);
  });
});

describe('the results of a trial', () => {
  const MS = 1000;
  const readings = (...atMs: number[]) =>
    atMs.map((at, index) => ({ atUs: at * MS, cpuUs: index * 20 * MS, residentBytes: 100 + index }));
  /** One user, a turn every 100 ms from 0 s to 5 s: steady from 1 s to 4 s, told to end a moment later. */
  const talk = (change: (turn: number) => Partial<Parameters<typeof joinedTurn>[0]> = () => ({})): JoinedTurn[] =>
    Array.from({ length: 50 }, (_, turn) => joinedTurn({ sentUs: turn * 100 * MS, widthUs: 400, ...change(turn) }));
  const metrics = (turns: JoinedTurn[], atMs = [500, 1500, 2500, 3500, 4500]) =>
    trialMetrics({ turns, endedUs: 4300 * MS, cpu: readings(...atMs) }, 1);

  it('cover the steady window', () => {
    expect(metrics(talk())).toMatchObject({
      turns: 30,
      turnsPerSecond: 10,
      boundsWidthMs: 0.4,
      lateLower: 0,
      impossible: 0,
      // 40 ms from the reading at 1.5 s to that at 3.5 s, in which 20 replies came.
      cpuPerTurnUs: 2000,
      residentBytes: 102,
    });
  });

  it.each([
    [500, 0],
    [501, 30],
  ])('count lower bounds %i µs after sending: %i are late', (lateUs, lateLower) => {
    expect(metrics(talk(() => ({ lateUs, widthUs: 0 })))).toMatchObject({ lateLower, impossible: 0 });
  });

  it('count every upper bound before sending, also while users connect', () => {
    const early = talk((turn) => (turn === 0 || turn === 20 ? { lateUs: -1 } : {}));
    expect(metrics(early)).toMatchObject({ impossible: 2 });
  });

  it('omit CPU if it was read once', () => {
    expect(metrics(talk(), [500, 1500, 4500])?.cpuPerTurnUs).toBeUndefined();
  });

  it('are missing without a steady window', () => {
    expect(trialMetrics({ turns: talk(), endedUs: 900 * MS, cpu: [] }, 1)).toBeUndefined();
    expect(trialMetrics({ turns: talk(), endedUs: 4300 * MS, cpu: [] }, 2)).toBeUndefined();
  });
});

it.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2],
  [[10, 9, 100], 10],
])('the median of %j is %i', (values, median) => {
  expect(medianOf(values)).toBe(median);
});
