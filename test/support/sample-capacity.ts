import { answerOf, type SearchEnd } from '../../src/capacity/answer.ts';
import type { Limiter } from '../../src/capacity/limiter.ts';
import type { Capacity, CapacityStep } from '../../src/report/capacity/capacity-schema.ts';

const OBJECTIVE = 'first_output p(95) < 500ms';

/** A step of a search; `p95Ms` decides over its looks. */
export function sampleStep(
  number: number,
  kind: CapacityStep['kind'],
  load: number,
  outcome: CapacityStep['outcome'],
  why: readonly string[] = [],
): CapacityStep {
  const p95Ms = 100 + Math.max(0, load - 20) * 40;
  const latency = { p50Ms: p95Ms * 0.8, p95Ms, p99Ms: p95Ms * 1.2 };
  const misses = { count: outcome === 'failed' ? 90 : 3, of: 400, lower: 0.002, upper: 0.03, allowed: 0.05 };
  const state = outcome === 'held' ? 'good' : outcome === 'failed' ? 'bad' : 'inconclusive';
  return {
    number,
    kind,
    load,
    outcome,
    why: [...why],
    startedAt: `2026-01-31T14:${String(number).padStart(2, '0')}:00.000Z`,
    steadyMs: kind === 'confirm' ? 60_000 : 15_100,
    turnsPerSecond: Math.min(load, 25) * 0.97,
    conversationsPerSecond: load / 10,
    inFlight: load / 8,
    completion: outcome === 'failed' ? 0.9321 : 1,
    firstOutput: latency,
    turn: latency,
    objectives: [{ expression: OBJECTIVE, state, actual: `${p95Ms} ms`, misses }],
  };
}

export const SAMPLE_STEPS: readonly CapacityStep[] = [
  sampleStep(1, 'ramp-up', 10, 'unproven', [`not enough turns to show that ${OBJECTIVE} holds (60, 0 missed it)`]),
  sampleStep(2, 'ramp-up', 20, 'held'),
  sampleStep(3, 'ramp-up', 40, 'failed', [`${OBJECTIVE}: 900 ms; 90 of 400 missed it`]),
  sampleStep(4, 'bisect', 28, 'held'),
  sampleStep(5, 'bisect', 33, 'at-the-limit', [`${OBJECTIVE}: 620 ms, inconclusive`]),
  sampleStep(6, 'bisect', 30, 'held'),
  sampleStep(7, 'confirm', 30, 'held'),
];

export function sampleCapacity(
  steps: readonly CapacityStep[] = SAMPLE_STEPS,
  end: SearchEnd = { kind: 'found' },
  limiter: Limiter | undefined = 'bot',
): Capacity {
  const addedObjective = 'conversation_completion > 95%';
  return {
    capacityVersion: '2.0.0',
    palaver: '0.1.0',
    scenario: 'book a table',
    target: { name: 'eu', url: 'https://endpoint.example.com/…9f2c' },
    startedAt: '2026-01-31T14:00:00.000Z',
    durationMs: 412_000,
    seed: 7,
    over: 'vus',
    from: 10,
    to: 10_000,
    objectives: [OBJECTIVE, addedObjective],
    addedObjective,
    answer: answerOf(end, steps, { over: 'vus' }, limiter),
    steps: [...steps],
    recoveries: [{ afterStep: 3, tookMs: 7200, probes: 1, recovered: true }],
  };
}
