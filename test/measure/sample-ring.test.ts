import { describe, expect, it } from 'vitest';
import type { SampleSink } from '../../src/measure/sample.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';

class Collected implements SampleSink {
  readonly samples: number[][] = [];

  append(...sample: [number, number, number, number]): void {
    this.samples.push(sample);
  }
}

describe('the sample ring', () => {
  it('passes on what was appended, in order and once', () => {
    const ring = new SampleRing(8);
    const sink = new Collected();
    for (let round = 0; round < 20; round++) {
      for (let index = 0; index < 5; index++) ring.append(round, index, 1000 + index, 2000 + index);
      expect(ring.drain(sink)).toBe(5);
    }
    expect(ring.drain(sink)).toBe(0);
    expect(sink.samples).toHaveLength(100);
    expect(sink.samples[99]).toEqual([19, 4, 1004, 2004]);
    expect(ring.lost).toBe(0);
  });

  it('counts invalid samples, and continues', () => {
    const ring = new SampleRing(8);
    const kept: number[] = [];
    const picky: SampleSink = {
      append: (series) => {
        if (series === 1) throw new RangeError('not this one');
        kept.push(series);
      },
    };
    for (const series of [0, 1, 2]) ring.append(series, 0, 1, 1);
    expect(ring.drain(picky)).toBe(3);
    expect(kept).toEqual([0, 2]);
    expect(ring.invalidSamples).toEqual({ count: 1, first: { series: 1, value: 1 } });
    expect(ring.drain(picky)).toBe(0);
  });

  it('continues when its counters exceed 2^32', () => {
    const ring = new SampleRing(4);
    const cells = new Uint32Array(ring.buffer);
    cells.fill(2 ** 32 - 2, 0, 2);
    const sink = new Collected();
    for (let value = 1; value <= 4; value++) ring.append(0, 0, value, value);
    ring.append(0, 0, 5, 5);
    expect(ring.drain(sink)).toBe(4);
    ring.append(0, 0, 6, 6);
    ring.drain(sink);
    expect(sink.samples.map((sample) => sample[2])).toEqual([1, 2, 3, 4, 6]);
    expect(ring.lost).toBe(1);
  });

  it('counts what does not fit, and keeps the rest', () => {
    const ring = new SampleRing(4);
    for (let value = 0; value < 10; value++) ring.append(0, 0, value, value);
    const sink = new Collected();
    ring.drain(sink);
    expect(sink.samples.map((sample) => sample[2])).toEqual([0, 1, 2, 3]);
    expect(ring.lost).toBe(6);
  });

  it('rounds bounds outwards, and accepts more than one hour', () => {
    const ring = new SampleRing(4);
    const sink = new Collected();
    ring.append(0, 12.7, 10.9, 11.1);
    ring.append(0, 0, 3_700_000_000, 9e12);
    ring.drain(sink);
    expect(sink.samples).toEqual([
      [0, 12, 10, 12],
      [0, 0, 3_700_000_000, 2 ** 32 - 1],
    ]);
    expect(ring.invalidSamples).toBeUndefined();
  });

  it.each([
    ['a negative duration', 21, 0, -95, -95],
    ['a negative lower bound', 21, -3, 5, -3],
    ['what is no number', 21, 0, Number.NaN, Number.NaN],
    ['what has no end', 21, 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['a series that is none', Number.NaN, 1, 2, 2],
  ])('skips and counts %s, keeps the first, and continues', (_, series, lo, hi, value) => {
    const ring = new SampleRing(4);
    ring.append(series, 0, lo, hi);
    ring.append(7, 0, 0, -1);
    ring.append(0, 0, 1, 2);
    const sink = new Collected();
    ring.drain(sink);
    expect(sink.samples).toEqual([[0, 0, 1, 2]]);
    // The same memory as another thread sees it.
    expect(new SampleRing(ring.buffer).invalidSamples).toEqual({ count: 2, first: { series, value } });
    expect(ring.lost).toBe(0);
  });
});
