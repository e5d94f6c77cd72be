import { describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/verdict/metric-kind.ts';
import { metricHint } from '../../src/verdict/nearest-metric.ts';

describe('the hint for an unknown metric', () => {
  it.each([
    ['a typo', 'first_outputt', 'did you mean first_output?'],
    ['a metric of k6', 'http_req_duration', 'did you mean turn or first_output?'],
    ['a counter of k6', 'iterations', 'did you mean conversations_completed?'],
    ['a name that every object has', 'constructor', /^use a metric such as turn or first_output; /],
    ['an unrelated name', 'apdex', 'use a metric such as turn or first_output; reports/README.md#metrics lists all'],
    ['a name that shares a word', 'turns_lost', /^similar metrics: turns_/],
  ])('names the intended metric: %s', (_, word, hint) => {
    expect(metricHint(word, METRIC_NAMES)).toMatch(hint);
  });

  it('stays short', () => {
    for (const word of ['conversations_broken', 'outputs_odd']) {
      expect(metricHint(word, METRIC_NAMES).split(', ').length).toBeLessThanOrEqual(5);
    }
  });

  it('names only known metrics', () => {
    expect(metricHint('iterations', ['turn', 'first_output'])).not.toContain('conversations_completed');
  });

  it('maps names of other tools only to existing metrics', () => {
    for (const word of ['http_req_failed', 'http_reqs', 'checks', 'ws_connecting', 'dropped_iterations']) {
      expect(metricHint(word, METRIC_NAMES)).toMatch(/^did you mean /);
    }
  });
});
