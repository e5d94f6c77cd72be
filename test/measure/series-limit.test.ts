import { describe, expect, it } from 'vitest';
import { SeriesTable } from '../../src/measure/series.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { checkSeriesLimit } from '../../src/measure/shape/series-limit.ts';
import { refusal } from '../support/refusal.ts';

const stepsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => (index === 0 ? 'more' : `more (${index + 1})`));

function shapeOf(conversations: number, steps: number, overrides: Partial<RunShape> = {}): RunShape {
  const names = Array.from({ length: conversations }, (_, index) => `talk ${index + 1}`);
  return {
    targets: ['eu'],
    conversations: names.map((name) => ({ name, steps: stepsOf(steps) })),
    failureClasses: ['refused'],
    ...overrides,
  };
}

const check = (shape: RunShape) => checkSeriesLimit(new SeriesTable(shape));
const refused = (shape: RunShape) => refusal(() => check(shape));

describe('the number of distributions', () => {
  it('is limited to 5,000, with an error that names the steps to give one label', () => {
    expect(() => check(shapeOf(1, 1240))).not.toThrow();
    const { message, hint } = refused(shapeOf(1, 1260));
    expect(message).toBe(
      'this run would measure 5,072 distributions (1 conversation, 1,260 steps, 1 target); the maximum is 5,000',
    );
    expect(hint).toContain('the same label (as: …), first those of "talk 1" (1,260 steps, "more" up to "more (1260)")');
  });

  it('proposes only remedies that suffice', () => {
    expect(refused(shapeOf(100, 20)).hint).toMatch(/the same label.*--series conversations.*--series none/);
    expect(refused(shapeOf(300, 2)).hint).toBe('use --series none, which measures no individual conversations');
    const many = Array.from({ length: 200 }, (_, index) => `target ${index}`);
    expect(refused(shapeOf(1, 1, { targets: many })).hint).toBe('use fewer targets');
  });

  it.each([
    ['conversations', shapeOf(100, 20, { series: 'conversations' })],
    ['none', shapeOf(1000, 20, { series: 'none' })],
  ])('is small enough with --series %s', (_series, shape) => {
    expect(() => check(shape)).not.toThrow();
  });

  it('names the conversations with the most steps', () => {
    const few = { name: 'short', steps: ['a'] };
    const { hint } = refused({
      ...shapeOf(1, 1400),
      conversations: [few, ...shapeOf(1, 1400).conversations, few, few],
    });
    expect(hint).toContain('"talk 1" (1,400 steps, "more" up to "more (1400)"), "short" (1 step), "short" (1 step);');
  });
});
