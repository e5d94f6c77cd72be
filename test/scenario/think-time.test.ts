import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/platform/random.ts';
import { drawThinkMs, medianThinkMs, parseThinkTime, THINK_TIME_FORMS } from '../../src/scenario/think-time.ts';

const NOTHING = { read: 0, typed: 0 };
const stream = () => randomStream(1, 1, 'think');

describe('a think time', () => {
  it.each([
    ['reading', { kind: 'reading', wordsPerMinute: 240 }],
    [' reading 300wpm ', { kind: 'reading', wordsPerMinute: 300 }],
    ['typing', { kind: 'typing', wordsPerMinute: 40 }],
    ['typing 52.5wpm', { kind: 'typing', wordsPerMinute: 52.5 }],
    ['2s', { kind: 'constant', ms: 2000 }],
    ['2s..5s', { kind: 'uniform', fromMs: 2000, toMs: 5000 }],
    ['lognormal 3s 0.5', { kind: 'lognormal', medianMs: 3000, sigma: 0.5 }],
  ])('accepts %j', (text, think) => {
    expect(parseThinkTime(text)).toEqual(think);
  });

  it.each(['', 'reading 0wpm', 'reading 240', 'reading 20000wpm', 'typing 40 wpm', 'typing 40wpm more', '-2s', 'soon'])(
    'rejects %j',
    (text) => {
      expect(parseThinkTime(text)).toBeUndefined();
    },
  );

  it('accepts every form named in its error message', () => {
    for (const form of THINK_TIME_FORMS.split(/, | or /)) expect(parseThinkTime(form), form).toBeDefined();
  });

  it('depends on the length of the reply read or the utterance typed', () => {
    const lengths = { read: 1200, typed: 20 };
    // 1200 characters are 240 words; 20 are 4 words.
    expect(drawThinkMs({ kind: 'reading', wordsPerMinute: 240 }, stream(), lengths)).toBe(60_000);
    expect(drawThinkMs({ kind: 'typing', wordsPerMinute: 40 }, stream(), lengths)).toBe(6000);
    expect(drawThinkMs({ kind: 'reading', wordsPerMinute: 240 }, stream(), NOTHING)).toBe(0);
  });

  it('is at most one hour', () => {
    const endless = { read: 10_000_000, typed: 10_000_000 };
    expect(drawThinkMs({ kind: 'typing', wordsPerMinute: 1 }, stream(), endless)).toBe(3_600_000);
    expect(drawThinkMs({ kind: 'reading', wordsPerMinute: 1 }, stream(), endless)).toBe(3_600_000);
    expect(drawThinkMs({ kind: 'constant', ms: 1e9 }, stream(), NOTHING)).toBe(3_600_000);
  });

  it('lies within its bounds, and is the same for the same stream', () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        const draw = () => drawThinkMs(parseThinkTime('2s..5s')!, randomStream(9, number, 'think'), NOTHING);
        expect(draw()).toBeGreaterThanOrEqual(2000);
        expect(draw()).toBeLessThanOrEqual(5000);
        expect(draw()).toBe(draw());
      }),
    );
  });

  it('has a mean for estimates', () => {
    expect(medianThinkMs({ kind: 'typing', wordsPerMinute: 60 }, 'ten words of five letters')).toBe(5000);
    expect(medianThinkMs({ kind: 'uniform', fromMs: 1000, toMs: 3000 }, '')).toBe(2000);
  });
});
