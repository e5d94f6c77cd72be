import { describe, expect, it } from 'vitest';
import { answerOf } from '../../src/capacity/answer.ts';
import { capacitySchema } from '../../src/report/capacity/capacity-schema.ts';
import { SAMPLE_STEPS, sampleCapacity, sampleStep } from '../support/sample-capacity.ts';

describe('the answer of a search', () => {
  it('names what held, what did not, what broke first and what was the limit', () => {
    expect(answerOf({ kind: 'found' }, SAMPLE_STEPS, 'vus', 'bot')).toMatchObject({
      status: 'found',
      held: 30,
      proven: true,
      failed: 33,
      brokeFirst: { objective: 'first_output p(95) < 500ms' },
      limiter: 'bot',
      exitCode: 0,
      text: [
        '30 virtual users held, 33 virtual users did not hold (at the limit).',
        'What broke first at 33 virtual users: first_output p(95) < 500ms: 620 ms, which leaves it open.',
        'The bot is the limit.',
      ],
    });
  });

  it('ends with 99 where the lowest load is too much', () => {
    const failed = sampleStep(1, 'climb', 10, 'failed', ['turn p95 < 1s: 3 s']);
    const { status, exitCode, text, held } = answerOf({ kind: 'missed' }, [failed], 'rate', 'gate');
    expect({ status, exitCode, held }).toEqual({ status: 'missed', exitCode: 99, held: undefined });
    expect(text[0]).toBe('Even the lowest load, 10 conversations/s, is too much: lower --from to search below it.');
    expect(text.at(-1)).toContain('gateway');
    const undecided = sampleStep(1, 'climb', 10, 'at-the-limit', ['turn p95 < 1s: nothing ended']);
    expect(answerOf({ kind: 'missed' }, [undecided], 'vus', 'bot').text[0]).toBe(
      'The lowest load, 10 virtual users, could not be seen to hold in time: raise --max-step, or lower --from.',
    );
  });

  it('names no ceiling where the generator was the limit', () => {
    const steps = [SAMPLE_STEPS[1]!, sampleStep(3, 'climb', 40, 'invalid', ['late'])];
    const { exitCode, limiter, failed, text } = answerOf(
      { kind: 'cut', by: 'generator', why: 'inputs went out late' },
      steps,
      'vus',
      undefined,
    );
    expect({ exitCode, limiter, failed }).toEqual({ exitCode: 112, limiter: 'generator', failed: undefined });
    expect(text).toEqual([
      'Inputs went out late.',
      'Known until then: 20 virtual users held.',
      'That it held is not proven: no longer hold has confirmed it.',
      expect.stringContaining('no ceiling is named'),
    ]);
  });

  it.each([
    ['signal', 105, undefined],
    ['budget', 113, 'budget'],
    ['time', 112, undefined],
    ['trouble', 112, 'bot'],
    ['unexpected', 1, 'bot'],
  ] as const)('cut short by %s: exit code %d', (by, exitCode, limiter) => {
    const answer = answerOf({ kind: 'cut', by, why: 'it ended' }, SAMPLE_STEPS.slice(0, 3), 'vus', limiter);
    expect(answer).toMatchObject({ status: 'bracket', exitCode, held: 20, failed: 40 });
    expect(answer.limiter).toBe(limiter);
  });

  it('says what is not proven', () => {
    const steps = [SAMPLE_STEPS[0]!, sampleStep(2, 'confirm', 10, 'unproven', ['60 turns are too few'])];
    const { text, proven } = answerOf({ kind: 'not-reached' }, steps, 'vus', undefined);
    expect(proven).toBe(false);
    expect(text).toEqual([
      '10 virtual users, the highest load asked for, held: raise --to to search above it.',
      'That it held is not proven: 60 turns are too few.',
    ]);
  });

  it('fits its schema', () => {
    expect(() => capacitySchema.parse(sampleCapacity())).not.toThrow();
  });
});
