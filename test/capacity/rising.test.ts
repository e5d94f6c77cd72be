import { describe, expect, it } from 'vitest';
import { riseOf } from '../../src/capacity/step/rising.ts';
import { randomStream } from '../../src/platform/random.ts';

const levels = (values: readonly number[]) => values.map((value) => ({ sum: value * 10, of: 10 }));

describe('growth from the first half to the second', () => {
  it('is reported with both values if it is significant', () => {
    expect(riseOf(levels([100, 101, 99, 100, 100, 150, 151, 149, 150, 150]))).toMatchObject({
      from: expect.closeTo(100, 9),
      to: expect.closeTo(150, 9),
      isSure: true,
    });
    expect(riseOf(levels([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]))).toEqual({ from: 1, to: 2, isSure: true });
  });

  it('is not reported below 10 %, downwards, within noise, or with too little data', () => {
    expect(riseOf(levels([100, 100, 100, 100, 100, 109, 109, 109, 109, 109]))).toBeUndefined();
    expect(riseOf(levels([150, 150, 150, 150, 150, 100, 100, 100, 100, 100]))).toBeUndefined();
    expect(riseOf(levels([50, 150, 60, 140, 100, 90, 170, 60, 150, 110]))?.isSure).toBe(false);
    expect(riseOf([...levels([1]), ...Array.from({ length: 9 }, () => ({ sum: 0, of: 0 }))])).toBeUndefined();
  });

  it('is rarely reported without growth', () => {
    const trials = 2000;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const stream = randomStream(trial, 0, 'level');
      const values = Array.from({ length: 10 }, () => 60 + 80 * stream.next());
      if (riseOf(levels(values))?.isSure) alarms += 1;
    }
    expect(alarms / trials).toBeLessThan(0.015);
  });
});
