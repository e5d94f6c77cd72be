import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
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
  it('hands on what was appended, in order and once', () => {
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

  it('does not hand over again what a sink choked on', () => {
    const ring = new SampleRing(8);
    const kept: number[] = [];
    const picky: SampleSink = {
      append: (series) => {
        if (series === 1) throw new RangeError('not this one');
        kept.push(series);
      },
    };
    for (const series of [0, 1, 2]) ring.append(series, 0, 1, 1);
    expect(() => ring.drain(picky)).toThrow('not this one');
    expect(ring.drain(picky)).toBe(1);
    expect(kept).toEqual([0, 2]);
  });

  it('goes on when its counters pass 2^32', () => {
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

  it('counts what no longer fits, and keeps what was there', () => {
    const ring = new SampleRing(4);
    for (let value = 0; value < 10; value++) ring.append(0, 0, value, value);
    const sink = new Collected();
    ring.drain(sink);
    expect(sink.samples.map((sample) => sample[2])).toEqual([0, 1, 2, 3]);
    expect(ring.lost).toBe(6);
  });

  it('rounds edges outwards, keeps more than an hour, and refuses what is no duration', () => {
    const ring = new SampleRing(4);
    const sink = new Collected();
    ring.append(0, 12.7, 10.9, 11.1);
    ring.append(0, 0, 3_700_000_000, 9e12);
    ring.drain(sink);
    expect(sink.samples).toEqual([
      [0, 12, 10, 12],
      [0, 0, 3_700_000_000, 2 ** 32 - 1],
    ]);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -1])
      expect(() => ring.append(0, 0, 0, bad)).toThrow(RangeError);
  });

  it('loses nothing between two threads that run at the same time', async () => {
    const built = new URL('../../dist/measure/sample-ring.js', import.meta.url);
    if (!existsSync(built)) expect.fail('build first: npm run build');
    const ring = new SampleRing(1024);
    const total = 200_000;
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads');
       import(workerData.module).then(({ SampleRing }) => {
         const ring = new SampleRing(workerData.buffer);
         for (let sent = 0; sent < workerData.total; ) {
           const lost = ring.lost;
           ring.append(sent % 7, sent, sent, sent + 1);
           if (ring.lost === lost) sent++;
         }
       });`,
      { eval: true, workerData: { module: built.href, buffer: ring.buffer, total } },
    );
    let next = 0;
    const inOrder: SampleSink = {
      append(series, atMs, lo, hi) {
        if (series !== next % 7 || atMs !== next || lo !== next || hi !== next + 1) throw new Error(`torn at ${next}`);
        next++;
      },
    };
    const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
    while (next < total) {
      ring.drain(inOrder);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    ring.drain(inOrder);
    expect(next).toBe(total);
  });
});
