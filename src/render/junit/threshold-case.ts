import type { ReportThreshold } from '../../report/report.ts';
import type { TestCase, TestOutcome } from './test-case.ts';

const KINDS: Readonly<Record<ReportThreshold['state'], TestOutcome['kind']>> = {
  pass: 'passed',
  fail: 'failure',
  'no-data': 'error',
  'too-few': 'error',
  inconclusive: 'error',
};

/** Takes no time of its own; the value is in its text, and in a property of the suite. */
export function thresholdCase(threshold: ReportThreshold): TestCase {
  const { expression, state, text } = threshold;
  return {
    name: expression,
    className: 'palaver.thresholds',
    outcome: {
      kind: KINDS[state],
      type: state === 'too-few' ? 'not-enough-data' : state,
      message: `${expression}: ${text}`,
      text: valuesOf(threshold),
    },
  };
}

function valuesOf(threshold: ReportThreshold): string {
  const { expression, unit, limit, actual, lower, atLeast } = threshold;
  const of = (value: number) => (unit === 'ms' ? `${value} ms` : String(value));
  return [
    `threshold: ${expression}`,
    `limit: ${of(limit)}`,
    ...(actual === null ? [] : [`actual: ${of(actual)}`]),
    ...(lower === undefined ? [] : [`lower bound: ${of(lower)}`]),
    ...(atLeast === undefined ? [] : [`at least: ${of(atLeast)}`]),
    ...basisOf(threshold),
  ].join('\n');
}

/** What the value was computed from. A counter is its own. */
function basisOf({ unit, samples, windows }: ReportThreshold): string[] {
  if (windows) return [`windows: ${samples}`];
  switch (unit) {
    case 'ms':
      return [`samples: ${samples}`];
    case 'share':
      return [`of: ${samples}`];
    case 'per-second':
      return [`measured time: ${samples} s`];
    case 'count':
      return [];
  }
}
