import { describe, expect, it } from 'vitest';
import { SeriesTable } from '../../src/measure/series.ts';
import { checkSeriesLimit } from '../../src/measure/series-limit.ts';

const table = (steps: number) =>
  new SeriesTable({
    targets: ['eu'],
    conversations: [{ name: 'talk', steps: Array.from({ length: steps }, (_, index) => `step ${index}`) }],
    failureClasses: ['refused'],
  });

describe('the number of distributions', () => {
  it('is limited to 2,000, with an error that names the cause', () => {
    expect(() => checkSeriesLimit(table(480))).not.toThrow();
    expect(() => checkSeriesLimit(table(510))).toThrow(/distributions \(510 steps, 1 targets\); the maximum is 2000/);
  });
});
