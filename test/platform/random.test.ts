import { describe, expect, it } from 'vitest';
import { freshSeed, type RandomStream, randomStream } from '../../src/platform/random.ts';

const take = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.next());

describe('a random stream', () => {
  it('is the same for the same name, whatever other streams draw', () => {
    const alone = take(randomStream(7, 3, 'think'), 50);
    const stream = randomStream(7, 3, 'think');
    const other = randomStream(7, 3, 'conversation');
    const interleaved = Array.from({ length: 50 }, () => {
      other.next();
      return stream.next();
    });
    expect(interleaved).toEqual(alone);
  });

  it('has the same values in every version, so that a run can be repeated by its seed', () => {
    expect(take(randomStream(7, 3, 'think'), 3)).toEqual([
      0.11603349703364074, 0.7783864471130073, 0.41250569629482925,
    ]);
  });

  it('differs for another seed, number or purpose', () => {
    const names: [number | string, number, string][] = [
      [7, 3, 'think'],
      [8, 3, 'think'],
      [7, 4, 'think'],
      [7, 3, 'retry'],
      ['seven', 3, 'think'],
      [73, 3, 'think'],
    ];
    const firsts = names.map((name) => take(randomStream(...name), 3).join());
    expect(new Set(firsts).size).toBe(names.length);
  });

  it('is uniform in [0, 1), also across streams with consecutive numbers', () => {
    const values = Array.from({ length: 4000 }, (_, number) => randomStream(1, number, 'start').next());
    for (const value of values) expect(value >= 0 && value < 1).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((value) => Math.floor(value * 10) === tenth).length / values.length;
      expect(share).toBeCloseTo(0.1, 1);
    }
    const steps = values.slice(1).map((value, index) => Math.abs(value - values[index]!));
    // The mean distance of two independent uniform values is one third.
    expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeCloseTo(1 / 3, 1);
  });

  it('has a random seed that is easy to type', () => {
    for (let draw = 0; draw < 100; draw++) {
      const seed = freshSeed();
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
    }
  });
});
