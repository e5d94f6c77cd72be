import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { parseStopOnRule } from '../../src/verdict/stop-on/parse-stop-on-rule.ts';
import { expectGolden } from '../support/golden.ts';

describe('a rule of --stop-on', () => {
  it.each([
    ['connects_failed > 50% for 10s', { metric: 'connects_failed', operator: '>', limit: 0.5 }, true, 10_000],
    ['connects_failed>12 for 1m30s', { metric: 'connects_failed', operator: '>', limit: 12 }, false, 90_000],
    ['turns_timed_out >= 12.5 % for 1h', { metric: 'turns_timed_out', operator: '>=', limit: 0.125 }, true, 3_600_000],
    ['turn_failure > 20% for 30s', { metric: 'turn_failure', operator: '>', limit: 0.2 }, false, 30_000],
    ['goodput < 1/s for 30s', { metric: 'goodput', operator: '<', limit: 1 }, false, 30_000],
    [
      ' turn{step="order"} p(95) > 5s for 20s ',
      { metric: 'turn', labels: { step: 'order' }, statistic: { kind: 'quantile', q: 0.95 }, limit: 5_000_000 },
      false,
      20_000,
    ],
    ['turns_completed == 0 for 30s', { metric: 'turns_completed', operator: '==', limit: 0 }, false, 30_000],
  ])('%s', (text, condition, isShare, forMs) => {
    const expression = text.trim();
    expect(parseStopOnRule(text)).toMatchObject({
      expression,
      condition: { expression, ...condition },
      isShare,
      forMs,
    });
  });

  it('reports what is wrong and where', () => {
    const wrong = [
      '',
      'on',
      'connect_failed > 50% for 10s',
      'connects_failed',
      'connects_failed > for 10s',
      'connects_failed => 50% for 10s',
      'connects_failed > 50%',
      'connects_failed > 50% for',
      'connects_failed > 50% for 10',
      'connects_failed > 50% for ever',
      'connects_failed > 50% for 500ms',
      'connects_failed > 50% for 2h',
      'connects_failed > 50% for 10s, please',
      'connects_failed > 150% for 10s',
      'connects_failed > half for 10s',
      'connects_failed{reasons="http-429"} > 50% for 10s',
      'disconnects > 50% for 10s',
      'turn > 5s for 10s',
      'turn p(95) > 5 for 10s',
      'turn p(95) > 50% for 10s',
      'turn_failure > 5/s for 10s',
      'connects_failed > 50% in steady for 10s',
      'connects_failed > 50% for 10s in steady',
    ];
    expectGolden('stop-on-errors.txt', wrong.map(errorOf).join('\n\n'));
  });
});

function errorOf(text: string): string {
  try {
    parseStopOnRule(text);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    expect(error.exit).toBe('invalid');
    return `error: ${error.message}\n  → ${error.hint}`;
  }
  return `no error: ${text}`;
}
