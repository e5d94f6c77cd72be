import { expect, it } from 'vitest';
import { describeMiss } from '../../src/verdict/describe-result.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult, ThresholdState } from '../../src/verdict/threshold-result.ts';
import { resultOf } from '../support/threshold-result.ts';

it.each<[string, ThresholdState, Partial<ThresholdResult>, string]>([
  [
    'connect p(95) < 1s',
    'too-few',
    { samples: 6 },
    'not enough data (6 of 20 connections); run for longer (raise --duration), or set minSamples',
  ],
  [
    'turn p(99.95) < 1s',
    'too-few',
    { samples: 1200 },
    'not enough data (1,200 of 2,000 turns); run for longer (raise --duration), or set minSamples',
  ],
  [
    'conversation_completion > 99%',
    'inconclusive',
    { unit: 'share', interrupted: { count: 1, decisive: true } },
    'inconclusive: 1 conversation was interrupted; raise --graceful-stop',
  ],
  [
    'turn p(95) < 1s',
    'inconclusive',
    { interrupted: { count: 3, decisive: true } },
    'inconclusive: 3 turns were interrupted; raise --graceful-stop',
  ],
  ['goodput > 1/s', 'pass', { unit: 'per-second', actual: 1209.05 }, '1,208.05/s above the minimum'],
])('%s that is %s says by how much, of what', (expression, state, result, text) => {
  expect(describeMiss(resultOf(state, { ...result, threshold: parseThreshold(expression) }))).toBe(text);
});
