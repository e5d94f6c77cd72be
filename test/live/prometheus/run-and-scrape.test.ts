import { beforeAll, describe, expect, it } from 'vitest';
import { COUNTERS, TRENDS, TURN_OUTCOMES, turnCounter } from '../../../src/measure/metrics.ts';
import type { Metrics } from '../../../src/report/metric-schema.ts';
import type { Report } from '../../../src/report/report.ts';
import { FAILING_STEPS, failingRun } from '../../support/observed-run.ts';
import { type Family, histogramsOf, sumOf } from '../../support/prometheus-text.ts';

let report: Report;
let scrape: ReadonlyMap<string, Family>;

describe('the metrics of a finished run with failures', () => {
  beforeAll(async () => {
    ({ report, scrape } = await failingRun());
  });

  it('count what the report counts, without what the load excludes', () => {
    const counted = Object.keys(COUNTERS).filter((name) => !isOutcome(name));
    const told = counted.map((name) => [name, sumOf(scrape, `palaver_${name}_total`, { excluded: undefined })]);
    expect(told).toEqual(counted.map((name) => [name, countOf(report.metrics[name])]));
    expect(countOf(report.metrics.conversations_started)).toBeGreaterThan(0);
  });

  it('have the same reasons', () => {
    for (const name of ['connects_failed', 'turns_ended_by', 'disconnects']) {
      const metric = report.metrics[name];
      const reasons = metric?.kind === 'counter' ? (metric.reasons ?? {}) : {};
      for (const [reason, count] of Object.entries(reasons))
        expect(sumOf(scrape, `palaver_${name}_total`, { reason, excluded: undefined })).toBe(count);
    }
    expect(sumOf(scrape, 'palaver_connects_failed_total', { reason: 'http-503' })).toBeGreaterThan(0);
  });

  it('count turns by step and outcome', () => {
    for (const { label: step } of FAILING_STEPS) {
      const group = report.groups.find((candidate) => candidate.step === step);
      for (const outcome of TURN_OUTCOMES)
        expect(sumOf(scrape, 'palaver_turns_total', { step, outcome, excluded: undefined })).toBe(
          countOf(group?.metrics[turnCounter(outcome)]),
        );
    }
    expect(sumOf(scrape, 'palaver_turns_total', { outcome: 'timed-out' })).toBeGreaterThan(0);
  });

  it('have a histogram of every measured trend, with the count and mean of the report', () => {
    const trends = Object.keys(TRENDS).filter((name) => name !== 'reply' && report.metrics[name]?.kind === 'trend');
    expect(trends).toEqual(expect.arrayContaining(['connect', 'first_output', 'turn', 'send_lag', 'conversation']));
    for (const name of trends) {
      const { count, mean } = report.metrics[name] as { count: number; mean: number | null };
      const told = (part: string) => sumOf(scrape, `palaver_${name}_seconds_${part}`, { excluded: undefined });
      expect([name, told('count')]).toEqual([name, count]);
      if (count > 0) expect((told('sum') / count) * 1000).toBeCloseTo(mean!, 2);
    }
  });

  it('have cumulative buckets, up to the count', () => {
    const histograms = histogramsOf(scrape);
    expect(histograms.length).toBeGreaterThan(20);
    for (const { bounds, counts, count } of histograms) {
      expect(bounds).toEqual(bounds.toSorted((left, right) => left - right));
      expect(counts).toEqual(counts.toSorted((left, right) => left - right));
      expect([bounds.at(-1), counts.at(-1)]).toEqual([Number.POSITIVE_INFINITY, count]);
    }
  });

  it('show turns without a value separately, by reason', () => {
    const { censored } = report.metrics.turn as { censored: Record<string, number> };
    for (const [reason, count] of Object.entries(censored))
      expect(sumOf(scrape, 'palaver_turn_censored_total', { reason, excluded: undefined })).toBe(count);
    expect(Object.keys(censored)).toContain('timed-out');
  });

  it('mark what the load excludes', () => {
    const everything = sumOf(scrape, 'palaver_inputs_sent_total');
    const measured = sumOf(scrape, 'palaver_inputs_sent_total', { excluded: undefined });
    expect(sumOf(scrape, 'palaver_inputs_sent_total', { excluded: 'true' })).toBe(everything - measured);
    expect(everything).toBeGreaterThan(measured);
  });

  it('have errors by class, and the labels of the run', () => {
    for (const { target, class: errorClass, count } of report.errors)
      expect(sumOf(scrape, 'palaver_errors_total', { target, class: errorClass })).toBe(count);
    expect(report.errors.length).toBeGreaterThan(1);
    expect(scrape.get('palaver_run_info')?.samples[0]?.labels).toMatchObject({ run: report.run.id });
    expect(sumOf(scrape, 'palaver_active_vus')).toBe(0);
    expect(sumOf(scrape, 'palaver_run_elapsed_seconds')).toBeCloseTo(report.run.durationMs / 1000, 3);
    expect(sumOf(scrape, 'palaver_worker_samples_lost_total', { worker: '1/1' })).toBe(0);
    expect(scrape.has('palaver_worker_loop_delay_max_seconds')).toBe(true);
  });
});

function isOutcome(name: string): boolean {
  return TURN_OUTCOMES.some((outcome) => turnCounter(outcome) === name);
}

function countOf(metric: Metrics[string] | undefined): number {
  return metric?.kind === 'counter' ? metric.count : 0;
}
