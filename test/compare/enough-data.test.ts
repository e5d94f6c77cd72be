import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothSides, type Extent, sameMs, tooFewBlocks, tooLittle } from '../../src/compare/enough-data.ts';

const extent = (rest: Partial<Extent> = {}): Extent => ({
  side: 'candidate',
  blocks: 9,
  blockMs: 6400,
  measuredMs: 60_000,
  runMs: sameMs,
  ...rest,
});

describe('too little data', () => {
  it('reports how long a run would have to be', () => {
    expect(tooFewBlocks(extent())).toBe('candidate: 9 of 10 independent blocks of 6.4 s; run for at least 1m 04s');
    expect(tooFewBlocks(extent({ blockMs: 6401 }))).toContain('run for at least 1m 05s');
    expect(tooFewBlocks(extent({ blocks: 1, blockMs: 90_000 }))).toBe(
      'candidate: 1 of 10 independent blocks of 90 s; run for at least 15m 00s',
    );
    expect(tooFewBlocks(extent({ blocks: 10 }))).toBeUndefined();
  });

  it('adds the time that is not measured', () => {
    expect(tooFewBlocks(extent({ runMs: (ms) => ms + 10_000 }))).toContain('run for at least 1m 14s');
  });

  it('uses the larger requirement of turns and blocks', () => {
    expect(tooLittle(0.95, 100, extent({ blocks: 12, blockMs: 5000 }))).toBe(
      'candidate: 100 of 400 turns; run for at least 4m 00s',
    );
    expect(tooLittle(0.95, 399, extent({ blockMs: 20_000 }))).toContain('run for at least 3m 20s');
    expect(tooLittle(0.95, 0, extent())).toBe('candidate: 0 of 400 turns');
    expect(tooLittle(0.95, 400, extent({ blocks: 10 }))).toBeUndefined();
  });

  it('names both sides if both have too little', () => {
    const [few, less] = [tooLittle(0.95, 334, extent({ side: 'baseline' })), tooLittle(0.95, 8, extent())];
    expect(bothSides(few, less)).toBe(
      'baseline: 334 of 400 turns; run for at least 1m 12s; candidate: 8 of 400 turns; run for at least 50m 00s',
    );
    expect([bothSides(few, undefined), bothSides(undefined, less)]).toEqual([few, less]);
    expect(bothSides(undefined, undefined)).toBeUndefined();
  });

  it('is enough in a run of the reported length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 5000, max: 59_000 }), (blocks, blockMs) => {
        const [, minutes = 0, rest] = /at least (?:(\d+)m )?(\d+) ?s$/.exec(
          tooFewBlocks(extent({ blocks, blockMs }))!,
        )!;
        const seconds = 60 * Number(minutes) + Number(rest);
        expect(Math.floor((seconds * 1000) / blockMs)).toBeGreaterThanOrEqual(10);
        expect(Math.floor(((seconds - 1) * 1000) / blockMs)).toBeLessThan(10);
      }),
    );
  });
});
