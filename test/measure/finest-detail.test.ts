import { describe, expect, it } from 'vitest';
import { SeriesTable } from '../../src/measure/series.ts';
import type { SeriesDetail } from '../../src/measure/shape/run-shape.ts';
import { checkSeriesLimit, finestDetail } from '../../src/measure/shape/series-limit.ts';

/** Whether a run on one target may measure conversations with this number of labels in this detail. */
function isAllowed(labels: readonly number[], series: SeriesDetail): boolean {
  const conversations = labels.map((count, index) => ({
    name: `c${index}`,
    steps: Array.from({ length: count }, (_, step) => `s${step}`),
  }));
  try {
    checkSeriesLimit(new SeriesTable({ targets: ['eu'], conversations, failureClasses: ['dns'], series }));
    return true;
  } catch {
    return false;
  }
}

describe('finestDetail', () => {
  it.each<[string, readonly number[]]>([
    ['few conversations', [3, 4]],
    ['one long conversation', [2000]],
    ...[90, 100, 110, 120, 130, 140, 150].map((count): [string, readonly number[]] => [
      `${count} conversations`,
      Array(count).fill(4),
    ]),
  ])('is the first that a run allows, of %s', (_name, labels) => {
    const details = ['steps', 'conversations'] as const;
    expect(finestDetail(labels)).toBe(details.find((detail) => isAllowed(labels, detail)) ?? 'none');
  });
});
