import { describe, expect, it } from 'vitest';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { checkThresholds, findThresholdProblems } from '../../src/verdict/check-thresholds.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';

const SHAPE: RunShape = {
  targets: ['eu', 'us'],
  conversations: [
    { name: 'booking', steps: ['hello', 'party size'] },
    { name: 'question', steps: ['opening hours'] },
  ],
  failureClasses: ['refused', 'tls'],
};

const problemsOf = (...expressions: string[]) => findThresholdProblems(expressions.map(parseThreshold), SHAPE);

describe('labels of thresholds', () => {
  it('accept every label that occurs in the scenario', () => {
    const expressions = [
      'turn p95 < 2s',
      'turn{target=us,step="party size"} p95 < 2s',
      'first_output{of:completed,step=hello} p95 < 2s',
      'reply{position=11+} p95 < 2s',
      'connects_failed{reason=tls} == 0',
      'conversation_completion{conversation=question} > 99%',
      'turn_failure{step=hello} < 1%',
      'goodput{target=eu} > 1/s',
      'turns_ended_by{reason=timeout} == 0',
    ];
    expect(problemsOf(...expressions)).toEqual([]);
  });

  it.each([
    ['turn{step=helo} p95 < 2s', 'there is no step "helo"', 'did you mean hello?'],
    ['turn{target=asia} p95 < 2s', 'there is no target "asia"', '; --target NAME=URL names a target'],
    ['turn{conversation=question,step=hello} p95 < 2s', 'there is no step "hello"', 'opening hours'],
    ['connect{step=hello} p95 < 2s', 'connect has no label step', 'remove step'],
    ['turn{of=completed} p95 < 2s', 'turn has no label of', 'remove of'],
    ['goodput{step=hello} > 1/s', 'goodput has no label step', 'remove step'],
    ['connects_failed{reason=tsl} == 0', 'there is no reason "tsl"', 'did you mean tls?'],
  ])('%s', (expression, message, hint) => {
    expect(problemsOf(expression)).toEqual([{ expression, message, hint: expect.stringContaining(hint) }]);
  });

  it('say what is measured without utterances', () => {
    const idle = { ...SHAPE, conversations: [{ name: 'idle', steps: [] }] };
    const expressions = ['turn p95 < 2s', 'connect p95 < 2s'];
    expect(findThresholdProblems(expressions.map(parseThreshold), idle)).toEqual([
      {
        expression: 'turn p95 < 2s',
        message: 'turn is not measured in a scenario without utterances',
        hint: expect.stringContaining('connects_failed'),
      },
    ]);
  });

  it.each([
    ['conversations', 'turn{step=hello} p95 < 2s', 'turn is not measured by step with --series conversations', 'steps'],
    ['none', 'turn{step=hello} p95 < 2s', 'turn is not measured by step with --series none', 'steps'],
    [
      'none',
      'goodput{conversation=booking} > 1/s',
      'goodput is not measured by conversation with --series none',
      'conversations',
    ],
  ] as const)('must be measured: --series %s, %s', (series, expression, message, needed) => {
    expect(findThresholdProblems([parseThreshold(expression)], { ...SHAPE, series })).toEqual([
      { expression, message, hint: expect.stringContaining(`use --series ${needed} (`) },
    ]);
  });

  it.each([
    ['conversations', 'turn_failure{conversation=question} < 1%'],
    ['none', 'turn{target=us} p95 < 2s'],
    ['none', 'reply{position=2} p95 < 2s'],
  ] as const)('are accepted where they are measured: --series %s, %s', (series, expression) => {
    expect(findThresholdProblems([parseThreshold(expression)], { ...SHAPE, series })).toEqual([]);
  });

  it('reports all unknown labels at once', () => {
    const wrong = ['turn{step=helo} p95 < 2s', 'turn p95 < 1s', 'turn{target=asia} p95 < 2s'].map(parseThreshold);
    expect(() => checkThresholds(wrong, SHAPE)).toThrow(KnownError);
    expect(() => checkThresholds(wrong, SHAPE)).toThrow(
      /^2 errors:\n {2}threshold turn\{step=helo\} .*\n {2}threshold turn\{target=asia\} /,
    );
    expect(() => checkThresholds(wrong.slice(0, 1), SHAPE)).toThrow(/^threshold turn\{step=helo\}/);
  });
});
