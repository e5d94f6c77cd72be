import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildComparison, type ComparisonOptions } from '../../../src/report/comparison/build-comparison.ts';
import { DEFAULT_GATES } from '../../../src/report/comparison/gate.ts';
import { hasInterrupted, interruptedAt } from '../../../src/report/comparison/interrupted.ts';
import { failuresOf, shareEvidence } from '../../../src/report/comparison/share-evidence.ts';
import { trendEvidence } from '../../../src/report/comparison/trend-evidence.ts';
import type { Report } from '../../../src/report/report.ts';
import { comparedReport } from '../../support/compared-report.ts';

const OPTIONS: ComparisonOptions = {
  margin: { relative: 0.1, absoluteMs: 10 },
  shareMargin: 0.01,
  gates: DEFAULT_GATES,
  failOnInconclusive: false,
  palaver: '0.0.0',
};
const made = new Map<string, Report>();
function run(id: string, rest: { failEach?: number; interruptEach?: number; factor?: number } = {}): Report {
  const known = made.get(id) ?? comparedReport({ id, seed: made.size + 1, seconds: 60, perSecond: 10, ...rest });
  made.set(id, known);
  return known;
}
const gatingOf = (base: Report, candidate: Report) =>
  buildComparison([base], [candidate], OPTIONS).rows.filter(({ gating }) => gating);
const outcomesOf = (base: Report, candidate: Report) =>
  Object.fromEntries(gatingOf(base, candidate).map((row) => [`${row.metric} ${row.statistic}`, row.outcome]));

describe('interrupted turns and conversations', () => {
  it('make a row inconclusive if its outcome changes when they count as failed', () => {
    const rows = gatingOf(run('base'), run('hanging', { interruptEach: 3 }));
    expect(Object.fromEntries(rows.map((row) => [`${row.metric} ${row.statistic}`, row.outcome]))).toEqual({
      'first_output p50': 'inconclusive',
      'first_output p95': 'inconclusive',
      'turn p50': 'inconclusive',
      'turn p95': 'inconclusive',
      'conversation_completion value': 'inconclusive',
    });
    const why = /^(slower|worse) if interrupted (turns|conversations) are counted as failed: raise --graceful-stop/;
    for (const row of rows) expect(row.why).toMatch(why);
  });

  it('change nothing if they are too few to matter', () => {
    const few = outcomesOf(run('base'), run('few', { interruptEach: 400 }));
    expect(few['turn p50']).toBe('equivalent');
    expect(few['conversation_completion value']).toBe('equivalent');
  });

  it('do not hide a regression that exists either way', () => {
    const slow = outcomesOf(run('base'), run('slow and hanging', { factor: 1.4, interruptEach: 10 }));
    expect(slow['turn p50']).toBe('slower');
  });

  it('count as failed ones in evidence that treats them as failed', () => {
    fc.assert(
      fc.property(fc.constantFrom(3, 7, 20, 90), fc.constantFrom('first_output', 'turn'), (each, metric) => {
        const interrupted = comparedReport({ id: 'i', seed: 5, seconds: 20, interruptEach: each });
        const failed = comparedReport({ id: 'f', seed: 5, seconds: 20, failEach: each });
        const left = trendEvidence(interrupted, metric, {}, 'failed')!;
        const right = trendEvidence(failed, metric, {})!;
        expect(left.turns).toBe(right.turns);
        for (const q of [0.5, 0.75, 0.9, 0.95, 0.99]) {
          const [one, other] = [left.quantileUs(q), right.quantileUs(q)];
          if (other === Infinity) expect(one).toBe(Infinity);
          else expect(Math.abs(one / other - 1)).toBeLessThan(0.002);
        }
        const failedIn = (evidence: typeof left) => evidence.blocks()!.map((block) => block.failed);
        const others = failedIn(right);
        for (const [at, count] of failedIn(left).entries()) expect(count).toBeCloseTo(others[at]!, 9);
        for (const name of ['conversation_completion', 'turn_failure'] as const) {
          expect(failuresOf(interrupted, name, {}, 'failed')).toEqual(failuresOf(failed, name, {}));
          expect(shareEvidence(interrupted, name, {}, 'failed')!.blocks).toEqual(
            shareEvidence(failed, name, {})!.blocks,
          );
        }
      }),
      { numRuns: 8 },
    );
  });

  it('do not count if conversations were interrupted between turns', () => {
    const report = run('hanging', { interruptEach: 3 });
    const counted = (reasons?: Record<string, number>): Report => ({
      ...report,
      metrics: {
        ...report.metrics,
        conversations_interrupted: { kind: 'counter', count: 200, ...(reasons && { reasons }) },
        turns_interrupted: { kind: 'counter', count: 0 },
      },
    });
    const unknown = (one: Report) => interruptedAt(one, 'conversation_completion', {}).unknown;
    expect(unknown(counted())).toBe(200);
    expect(unknown(counted({ 'in-turn': 20, connecting: 5, 'between-turns': 175 }))).toBe(25);
    expect(hasInterrupted(counted({ 'between-turns': 200 }))).toBe(false);
    expect(hasInterrupted(run('base'))).toBe(false);
  });

  it('rank by the next known quantile if a report omitted its histograms', () => {
    const report = run('hanging', { interruptEach: 3 });
    const { turn } = report.metrics;
    if (turn?.kind !== 'trend') throw new Error('no turns');
    const { histogram, ...bare } = turn;
    const exact = trendEvidence(report, 'turn', {}, 'failed')!.quantileUs(0.5);
    const known = trendEvidence({ ...report, metrics: { ...report.metrics, turn: bare } }, 'turn', {}, 'failed')!;
    expect(known.quantileUs(0.5)).toBeGreaterThanOrEqual(exact);
    expect(known.quantileUs(0.5)).toBeLessThanOrEqual(turn.max! * 1000);
    expect(known.quantileUs(0.95)).toBe(Infinity);
  });
});
