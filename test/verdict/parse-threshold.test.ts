import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { Threshold } from '../../src/verdict/threshold.ts';

const p = (percent: number) => ({ kind: 'quantile', q: percent / 100 });

describe('parsing a threshold', () => {
  it.each<[string, Partial<Record<keyof Threshold, unknown>>]>([
    ['first_output p(95) < 1500ms', { metric: 'first_output', statistic: p(95), operator: '<', limit: 1_500_000 }],
    ['first_output p95 < 2s', { statistic: p(95), limit: 2_000_000 }],
    ['turn p(99.9)<=1m30s', { statistic: p(99.9), operator: '<=', limit: 90_000_000 }],
    ['turn p ( 50 ) < 1s', { statistic: p(50) }],
    ['turn med < 1s', { statistic: p(50) }],
    ['turn mean < 900ms', { statistic: { kind: 'mean' }, limit: 900_000 }],
    ['turn avg < 900us', { statistic: { kind: 'mean' }, limit: 900 }],
    ['turn max < 30s', { statistic: { kind: 'max' } }],
    ['turn count >= 100', { statistic: { kind: 'count' }, operator: '>=', limit: 100 }],
    ['conversation_completion > 99%', { statistic: { kind: 'value' }, operator: '>', limit: 0.99 }],
    ['conversation_completion>0.995', { limit: 0.995 }],
    ['turn_failure value <= 0.5 %', { limit: 0.005 }],
    ['turns_timed_out == 0', { statistic: { kind: 'count' }, operator: '==', limit: 0 }],
    ['connects_failed count < 5', { statistic: { kind: 'count' }, limit: 5 }],
    ['goodput > 20/s', { limit: 20 }],
    ['goodput >= 90 / min', { limit: 1.5 }],
    ['outputs != 7', { operator: '!=' }],
    ['first_output{of:completed} p95 < 2s', { labels: { of: 'completed' } }],
    [
      'turn{target="eu", step=\'party "size"\',conversation=booking} p95 < 2s',
      { labels: { target: 'eu', step: 'party "size"', conversation: 'booking' } },
    ],
    [String.raw`turn{step="it's \"urgent\""} p95 < 2s`, { labels: { step: `it's "urgent"` } }],
    [String.raw`turn{step='it\'s C:\temp'} p95 < 2s`, { labels: { step: String.raw`it's C:\temp` } }],
    ['  turn p95 < 2s  ', { expression: 'turn p95 < 2s' }],
  ])('%s', (expression, expected) => {
    expect(parseThreshold(expression)).toMatchObject(expected);
  });

  it.each([
    ['frist_output p95 < 2s', 'there is no metric frist_output', 'f', 'did you mean first_output?'],
    ['', 'missing metric', '', 'for example'],
    ['turn < 2s', 'turn needs a statistic', '<', 'p(95)'],
    ['turn p(100) < 2s', 'there is no statistic p(100)', 'p(100)', 'p(95)'],
    ['turn p(0) < 2s', 'there is no statistic p(0)', 'p(0)', 'p(95)'],
    ['turn fastest < 2s', 'there is no statistic fastest', 'fastest', 'p95, med,'],
    ['turn median < 2s', 'there is no statistic median', 'median', 'p95, med,'],
    ['turn value < 2s', 'turn is a trend and has no value', 'value', 'p(95)'],
    ['turns_cut p95 == 0', 'turns_cut is a counter and has no p95', 'p95', 'turns_cut == 0'],
    ['goodput mean > 3/s', 'goodput is a rate and has no mean', 'mean', 'goodput > '],
    ['turn p95 2s', 'missing operator', '2s', '<'],
    ['turn p95 =< 2s', '=< is not an operator', '=<', '<='],
    ['turn p95 = 2s', '= is not an operator', '= 2s', '=='],
    ['turn p95 <', 'missing limit', '', '1500ms'],
    ['turn p95 < 1500', '1500 is not a duration with a unit', '1500', '1500ms'],
    ['turn p95 < 99%', '99% is not a duration', '99%', '1500ms'],
    ['turn p95 < 2s please', '2s please is not a duration', '2s please', '1500ms'],
    ['turn count < 2s', '2s is not a number without a unit', '2s', 'without a unit'],
    ['turns_cut < 1%', '1% is not a number without a unit', '1%', 'without a unit'],
    ['conversation_completion > 99', '99 is not a percentage', '99', '99%'],
    ['conversation_completion > 101%', '101% exceeds 100%', '101%', '99%'],
    ['goodput > 20', '20 is not a rate such as 20/s', '20', '20/s'],
    ['turn{stpe="hello"} p95 < 2s', 'there is no label stpe', 'stpe', 'did you mean step?'],
    ['turn{step="hello" p95 < 2s', 'the labels are not closed', 'p95', '}'],
    ['turn{step=} p95 < 2s', 'missing value of step', '}', 'quotes'],
    ['turn{step} p95 < 2s', 'missing value of step', '}', '{step='],
    ['turn{step=a,step=b} p95 < 2s', 'duplicate label step', 'step=b', 'remove one'],
    ['turn{} p95 < 2s', 'missing label name', '}', 'step'],
  ])('rejects %j with a caret at the position', (expression, message, place, hint) => {
    const thrown = errorOf(() => parseThreshold(expression));
    expect(thrown.exit).toBe('invalid');
    const [first, shown, caret] = thrown.message.split('\n');
    expect(first).toContain(message);
    expect(shown).toBe(`  ${expression}`);
    const at = place === '' ? expression.length : expression.indexOf(place);
    expect(caret).toBe(`  ${' '.repeat(at)}^`);
    expect(thrown.hint).toContain(hint);
  });
});

function errorOf(action: () => unknown): KnownError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof KnownError) return thrown;
    throw thrown;
  }
  return expect.fail('nothing was thrown');
}
