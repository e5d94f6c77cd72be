import { describe, expect, it } from 'vitest';
import { DEFAULT_OBJECTIVE, parseObjective, readObjective, seesFailures } from '../../src/capacity/objective.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';

describe('an objective', () => {
  it.each([
    ['first_output p(95) < 2s', 'misses', 0.05],
    ['turn{step="menu"} p99 <= 900ms', 'misses', 0.01],
    ['conversation_completion > 99%', 'misses', 0.01],
    ['turn_failure < 2%', 'misses', 0.02],
    ['turn mean < 900ms', 'mean', undefined],
    ['turn max < 9s', 'plain', undefined],
    ['turns_timed_out == 0', 'plain', undefined],
    ['conversation_completion >= 100%', 'plain', undefined],
    ['turn p95 < 2s in steady', 'misses', 0.05],
  ])('%s is judged by %s', (expression, kind, allowed) => {
    const objective = parseObjective(expression);
    expect(objective.kind).toBe(kind);
    if ('allowed' in objective) expect(objective.allowed).toBeCloseTo(allowed!, 9);
    expect(objective.threshold.scope).toBeUndefined();
  });

  it.each([
    ['goodput > 20/s', 'grows with the load'],
    ['turns_completed > 100', 'more load cannot miss it'],
    ['turn p95 > 1s', 'more load cannot miss it'],
    ['conversation_completion < 50%', 'a minimum needs > or >='],
    ['conversation_completion == 100%', 'a minimum needs > or >='],
    ['turn p95 < 2s in 95% of windows', 'share of windows'],
  ])('%s is rejected', (expression, why) => {
    expect(() => parseObjective(expression)).toThrow(KnownError);
    expect(() => parseObjective(expression)).toThrow(why);
  });

  it('never ends a step by itself', () => {
    const read = readObjective({ ...parseThreshold('turn p95 < 2s'), abortAfterMs: 0 });
    expect(read).toMatchObject({ kind: 'misses' });
    expect('threshold' in read && read.threshold.abortAfterMs).toBeUndefined();
  });

  it('on failures replaces the default', () => {
    expect(seesFailures(DEFAULT_OBJECTIVE)).toBe(true);
    expect(seesFailures(parseObjective('conversation_completion > 99%'))).toBe(true);
    expect(seesFailures(parseObjective('conversation_completion{conversation=a} > 99%'))).toBe(false);
    // A connection that was refused has no turns.
    expect(seesFailures(parseObjective('turn_failure < 1%'))).toBe(false);
    expect(seesFailures(parseObjective('first_output p95 < 2s'))).toBe(false);
  });
});
