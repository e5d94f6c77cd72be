import { describe, expect, it } from 'vitest';
import { renderComparison } from '../../../src/render/render-comparison.ts';
import { buildComparison, type ComparisonOptions } from '../../../src/report/comparison/build-comparison.ts';
import type { Comparison } from '../../../src/report/comparison/comparison-schema.ts';
import { parseGate } from '../../../src/report/comparison/gate.ts';
import type { Report } from '../../../src/report/report.ts';
import { comparedReport } from '../../support/compared-report.ts';
import { type IdleRun, idleReport } from '../../support/idle-report.ts';
import { refusal } from '../../support/refusal.ts';

const OPTIONS: ComparisonOptions = {
  margin: { relative: 0.1, absoluteMs: 0 },
  shareMargin: 0.01,
  failOnInconclusive: false,
  palaver: '0.0.0',
};
const compare = (base: Report[], candidate: Report[], options: Partial<ComparisonOptions> = {}) =>
  buildComparison(base, candidate, { ...OPTIONS, ...options });
const run = (id: string, rest: Partial<IdleRun> = {}) => idleReport({ id, seed: id.length, ...rest });
const runs = (side: string, rest: Partial<IdleRun> = {}) =>
  [1, 2, 3].map((number) => idleReport({ id: `${side}-${number}`, seed: side.length * 10 + number, ...rest }));
const outcomes = ({ rows }: Comparison, isGating = true) =>
  Object.fromEntries(
    rows.filter(({ gating }) => gating === isGating).map((row) => [`${row.metric} ${row.statistic}`, row.outcome]),
  );

const SHARES = ['connects_failed value', 'disconnects value'];
const TIMES = ['connect p50', 'connect p95', 'ready p50', 'ready p95'];
const COMPLETION = 'conversation_completion value';

describe('a comparison of two runs without turns', () => {
  it('is decided by failed connects and disconnects', () => {
    const comparison = compare([run('a')], [run('bb')]);
    expect(outcomes(comparison)).toEqual(Object.fromEntries(SHARES.map((name) => [name, 'equivalent'])));
    expect(comparison.verdict).toMatchObject({ status: 'pass', exitCode: 0 });
  });

  it.each([
    ['connects_failed', { failed: 200 }, [0, 0.05]],
    ['disconnects', { lost: 200 }, [0, 0.05]],
  ] as const)('finds a regression in %s', (metric, rest, values) => {
    const comparison = compare([run('a')], [run('bb', rest)]);
    const row = comparison.rows.find((one) => one.metric === metric)!;
    expect([row.base, row.candidate]).toEqual(values);
    expect(row.outcome).toBe('worse');
    expect(comparison.verdict).toMatchObject({ status: 'regression', exitCode: 111 });
  });

  it('shows connect and ready, and says why they are not compared', () => {
    const comparison = compare([run('a')], [run('bb', { factor: 2 })]);
    const informational = outcomes(comparison, false);
    expect(TIMES.map((name) => informational[name])).toEqual(TIMES.map(() => 'not-enough-data'));
    expect(comparison.evidence.note).toContain(
      'at least 3 runs per side to include run-to-run variation, and to compare connect and ready, which a report does not keep over time',
    );
    const shown = renderComparison(comparison);
    expect(shown).toMatch(/^ connect p50 +19\.\d ms +4\d\.\d ms +– +– n\/a$/m);
    expect(shown).toMatch(/^ baseline {3}idle, .* 4,000 connections, run a$/m);
    expect(shown).not.toMatch(/\bturn/);
    expect(comparison.curves.map(({ metric }) => metric)).toEqual(['connect', 'ready']);
  });

  it('of too few users, or without connections, is no pass', () => {
    const few = compare([run('a', { users: 20 })], [run('bb', { users: 20 })]);
    expect(few.verdict.status).toBe('inconclusive');
    expect(few.rows.find(({ metric }) => metric === 'disconnects')?.why).toMatch(/^needs \d+ more connections/);
    const none = { users: 100, failed: 100 };
    const without = compare([run('a', none)], [run('bb', none)], { gates: [parseGate('disconnects')] });
    expect(without.verdict).toMatchObject({
      status: 'not-enough-data',
      exitCode: 112,
      reasons: ['disconnects: not enough data (no connection was opened in the measured time)'],
    });
  });

  it('refuses a gate on connect with one run per side', () => {
    const error = refusal(() => compare([run('a')], [run('bb')], { gates: [parseGate('connect p95')] }));
    expect(error.message).toBe('connect cannot be compared with one run per side');
  });

  it('with runs that have turns is not made', () => {
    const comparison = compare([run('a')], [comparedReport({ id: 'bb', seed: 2 })]);
    expect(comparison.verdict).toMatchObject({ status: 'not-comparable', exitCode: 112 });
    expect(comparison.verdict.reasons).toContain('only some of the runs have turns: without turns | with turns');
  });
});

describe('a comparison of several runs without turns', () => {
  it('compares connect and ready, too', () => {
    const same = compare(runs('a'), runs('bb'));
    expect(outcomes(same)).toEqual(
      Object.fromEntries([...TIMES, COMPLETION, ...SHARES].map((name) => [name, 'equivalent'])),
    );
    const slower = compare(runs('a'), runs('bb', { factor: 1.5 }));
    expect(outcomes(slower)).toMatchObject(Object.fromEntries(TIMES.map((name) => [name, 'slower'])));
    expect(slower.verdict.exitCode).toBe(111);
  });

  it('does not call connections faster of which more failed', () => {
    const faster = compare(runs('a'), runs('bb', { factor: 0.5, failed: 200 }));
    const row = faster.rows.find(({ metric, statistic }) => metric === 'connect' && statistic === 'p50')!;
    expect([row.outcome, row.why]).toEqual(['inconclusive', 'more connections failed than in the baseline']);
  });

  it('says how many connections are missing', () => {
    const { verdict } = compare(runs('a', { users: 10 }), runs('bb', { users: 10 }));
    expect(verdict.reasons[0]).toBe(
      'connect p50: not enough data (baseline: 30 of 40 connections; candidate: 30 of 40 connections)',
    );
  });
});
