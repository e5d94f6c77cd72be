import { describe, expect, it } from 'vitest';
import { type Stairs, stagesOfStairs, stairsProblem } from '../../src/load/stairs.ts';

const stairs = (from: number, to: number, step: number, rampMs = 0): Stairs => ({
  from,
  to,
  step,
  eachMs: 60_000,
  rampMs,
});
const levels = (given: Stairs) =>
  stagesOfStairs(given).flatMap(({ durationMs, level }) => (durationMs > 0 ? [level] : []));

describe('stairs', () => {
  it('jump to each level and hold it', () => {
    expect(stagesOfStairs(stairs(10, 20, 10))).toEqual([
      { durationMs: 0, level: 10 },
      { durationMs: 60_000, level: 10 },
      { durationMs: 0, level: 20 },
      { durationMs: 60_000, level: 20 },
    ]);
  });

  it('may ramp within each step', () => {
    expect(stagesOfStairs(stairs(5, 5, 1, 2000))).toEqual([
      { durationMs: 2000, level: 5 },
      { durationMs: 60_000, level: 5 },
    ]);
  });

  it.each([
    ['end with the last level, even by a smaller step', stairs(10, 35, 10), [10, 20, 30, 35]],
    ['go down as well', stairs(30, 0, 10), [30, 20, 10, 0]],
    ['have no stair too many by rounding', stairs(0.1, 0.7, 0.1), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
  ])('%s', (_name, given, expected) => {
    expect(levels(given).map((level) => Number(level.toFixed(9)))).toEqual(expected);
  });

  it.each([
    ['no step', { step: 0 }, 'step must be greater than 0 (got 0)'],
    ['a step backwards', { step: -5 }, 'step must be greater than 0 (got -5)'],
    ['no time', { eachMs: 0 }, 'each must be greater than 0s (got 0s)'],
    ['a negative ramp', { rampMs: -1 }, 'ramp must not be negative (got -1ms)'],
    ['too many levels', { step: 0.001 }, 'at most 1,000 levels'],
  ])('with %s are rejected', (_name, change, message) => {
    expect(stairsProblem({ ...stairs(10, 100, 10), ...change })).toContain(message);
    expect(stairsProblem(stairs(10, 100, 10))).toBeUndefined();
  });
});
