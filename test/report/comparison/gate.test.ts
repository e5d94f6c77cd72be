import { describe, expect, it } from 'vitest';
import { DEFAULT_GATES, parseGate } from '../../../src/report/comparison/gate.ts';
import { refusal } from '../../support/refusal.ts';

describe('a gate', () => {
  it.each([
    ['turn p95', { metric: 'turn', part: {}, quantile: 'p95' }],
    ['first_output{step="ask menu"} p(99)', { metric: 'first_output', part: { step: 'ask menu' }, quantile: 'p99' }],
    [
      "turn{ target = 'eu' , conversation:book } p99.9",
      { metric: 'turn', part: { target: 'eu', conversation: 'book' }, quantile: 'p99_9' },
    ],
    [
      "turn{place='eu-west', target=eu} p95",
      { metric: 'turn', part: { place: 'eu-west', target: 'eu' }, quantile: 'p95' },
    ],
    ['conversation med', { metric: 'conversation', part: {}, quantile: 'p50' }],
    ['reply{position:1} p50', { metric: 'reply{position:1}', part: {}, quantile: 'p50' }],
    ['conversation_completion', { metric: 'conversation_completion', part: {}, quantile: undefined }],
    ['turn_failure{target:eu}', { metric: 'turn_failure', part: { target: 'eu' }, quantile: undefined }],
  ])('reads %s', (expression, expected) => {
    expect(parseGate(expression)).toEqual({ expression, ...expected });
  });

  it.each([
    ['', 'gate : the metric is missing', 'for example: --gate "turn p95"'],
    ['turns p95', 'there is no metric turns to compare', 'did you mean turn?'],
    ['goodput', 'there is no metric goodput to compare', /^use a metric such as turn/],
    ['turn', 'turn needs a quantile', 'one of p50, p75, p90, p95, p99, p99.9'],
    ['turn p97', 'p97 is not compared', /^one of p50/],
    ['turn mean', 'mean is not compared', /^one of p50/],
    ['turn median', 'median is not compared', /^one of p50/],
    ['turn{stepp="x"} p95', 'there is no label stepp', 'did you mean step?'],
    ['turn{step} p95', 'invalid labels {step}', 'for example: {step="hello"}'],
    ['conversation_completion p95', 'conversation_completion has no p95', 'use only conversation_completion'],
  ])('refuses %j', (expression, message, hint) => {
    const error = refusal(() => parseGate(expression));
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(hint);
    expect(error.exit).toBe('invalid');
  });

  it('is one of five by default', () => {
    expect(DEFAULT_GATES.map(({ expression }) => expression)).toEqual([
      'first_output p50',
      'first_output p95',
      'turn p50',
      'turn p95',
      'conversation_completion',
    ]);
  });
});
