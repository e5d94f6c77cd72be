import { describe, expect, it } from 'vitest';
import { FAILURE_CLASSES } from '../../src/endpoint/endpoint-failure.ts';
import { type Labels, SeriesTable } from '../../src/measure/series.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { unknownLabelsOf } from '../../src/scenario/faults/find-unknown-labels.ts';
import { findThresholdProblems } from '../../src/verdict/check-thresholds.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { isRate, isTrend, METRIC_NAMES } from '../../src/verdict/metric-kind.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { recorderOf } from '../support/sample-run.ts';

const SHAPE: RunShape = {
  targets: ['eu'],
  conversations: [{ name: 'talk', steps: ['hello'] }],
  failureClasses: FAILURE_CLASSES,
};
const CONVERSATIONS = [{ name: 'talk', steps: [{ label: 'hello' }] }];
const TREND_STATISTICS = ['p(50)', 'p(95)', 'p99.9', 'med', 'mean', 'min', 'max', 'stddev', 'count'];

/** Metric × statistic: every threshold that can be written without labels, met by whatever is 0 or more. */
const EXPRESSIONS = METRIC_NAMES.flatMap((metric) => {
  if (isTrend(metric)) return TREND_STATISTICS.map((name) => `${metric} ${name} >= ${name === 'count' ? '0' : '0ms'}`);
  if (metric === 'goodput') return [`${metric} >= 0/s`];
  return [isRate(metric) ? `${metric} >= 0%` : `${metric} >= 0`];
});

/** A run in which each series has a value. */
const { table, recorder } = recorderOf(SHAPE);
for (const [series] of table.keys.entries()) recorder.append(series, 0, 1, 1000);

describe('every metric with every statistic', () => {
  it('covers more than a few metrics', () => {
    expect(EXPRESSIONS.length).toBeGreaterThan(250);
  });

  it.each(EXPRESSIONS)('accepts %s as a gate in a scenario and in a run', (expression) => {
    const threshold = parseThreshold(expression);
    expect(unknownLabelsOf(threshold, CONVERSATIONS)).toEqual([]);
    expect(findThresholdProblems([threshold], SHAPE)).toEqual([]);
    const { state } = evaluateThreshold({ ...threshold, minSamples: 1 }, recorder.readings(), 1000, 1000);
    expect(state).toBe('pass');
  });

  it('accepts each reason of a metric as a gate', () => {
    const reasoned = new SeriesTable(SHAPE).keys.filter(
      (key): key is typeof key & { labels: Labels & { reason: string } } =>
        key.kind === 'counter' && key.labels.reason !== undefined,
    );
    expect(reasoned.length).toBeGreaterThan(60);
    for (const { metric, labels } of reasoned) {
      const threshold = parseThreshold(`${metric}{reason=${labels.reason}} >= 1`);
      expect(unknownLabelsOf(threshold, CONVERSATIONS)).toEqual([]);
      expect(findThresholdProblems([threshold], SHAPE)).toEqual([]);
      expect(evaluateThreshold(threshold, recorder.readings(), 1000, 1000).state).toBe('pass');
    }
  });
});
