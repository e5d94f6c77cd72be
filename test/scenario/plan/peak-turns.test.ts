import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../../src/load/closed-load.ts';
import type { LoadProfile } from '../../../src/load/load-profile.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { peakTurnsPerSecond } from '../../../src/scenario/plan/peak-turns.ts';
import { openLoadOf, rateStages } from '../../support/open-load.ts';

const conversationsOf = (text: string) => loadScenario(text, 'x.yml', { env: {}, needTargets: false }).conversations;
/** Four turns of 300 ms thinking and, as a quick bot answers, 200 ms: 2 s. */
const FOUR = 'conversations: [{ steps: [{ repeat: { times: 4, steps: [{ say: a, think: 300ms }] } }] }]';
const closed = (load: { vus?: number; paceMs?: number; stages?: { durationMs: number; vus: number }[] }) =>
  closedLoad({ startSpreadMs: 0, gracefulStopMs: 0, ...(load.stages ? {} : { durationMs: 60_000 }), ...load });
const stages = (...vus: number[]) => vus.map((each) => ({ durationMs: 10_000, vus: each }));

describe('turns per second at peak load', () => {
  it.each<[string, string, LoadProfile, number]>([
    ['of users who never pause', FOUR, closed({ vus: 100 }), 200],
    ['of the highest stage', FOUR, closed({ stages: stages(10, 100, 50) }), 200],
    ['of users who keep a pace', FOUR, closed({ vus: 100, paceMs: 8000 }), 50],
    ['of users whose pace is too quick for them', FOUR, closed({ vus: 100, paceMs: 1000 }), 200],
    ['of arrivals', FOUR, openLoadOf({ ratePerSecond: 20, durationMs: 9000, maxVus: 500 }), 80],
    ['of the highest rate', FOUR, openLoadOf({ stages: rateStages([9000, 5], [9000, 25]), maxVus: 500 }), 100],
    ['of arrivals that find few users', FOUR, openLoadOf({ ratePerSecond: 20, durationMs: 9000, maxVus: 10 }), 20],
    ['of a run that only waits', 'conversations: [{ steps: [{ pause: 1s }] }]', closed({ vus: 9 }), 0],
  ])('%s', (_name, text, load, expected) => {
    expect(peakTurnsPerSecond(conversationsOf(text), load)).toBeCloseTo(expected, 6);
  });

  it('weights conversations by frequency and duration', () => {
    const conversations = conversationsOf(
      'defaults: { think: 0s }\nconversations: [{ weight: 3, steps: [a] }, { steps: [a, { pause: 2s }, b] }]',
    );
    // Of four conversations three have a turn in 0.2 s, one has two in 2.4 s: five turns in 3 s.
    expect(peakTurnsPerSecond(conversations, closed({ vus: 30 }))).toBeCloseTo(50, 6);
  });
});
