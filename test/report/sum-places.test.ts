import { describe, expect, it } from 'vitest';
import { limitReportSize } from '../../src/report/build/limit-report-size.ts';
import { sumPlacesInBlocks } from '../../src/report/build/sum-places.ts';
import { placesReport } from '../support/places-report.ts';

describe('the timeline of a run at several places', () => {
  const report = placesReport();

  it('can be summed to that of a run without places', () => {
    const { blockMs, blocks } = sumPlacesInBlocks(report).timeline;
    expect(blockMs).toBe(report.timeline.blockMs);
    for (const [index, block] of blocks.entries()) {
      const { places: _, steps, ...totals } = report.timeline.blocks[index]!;
      const names = new Set(steps.map(({ target, conversation, step }) => `${target} ${conversation} ${step}`));
      expect(block).toEqual({ ...totals, steps: block.steps });
      expect(block.steps.map(({ target, conversation, step }) => `${target} ${conversation} ${step}`)).toEqual(
        [...names].sort(),
      );
      expect(block.steps.every((step) => !('place' in step) && step.turn !== undefined)).toBe(true);
    }
    const alone = placesReport({ places: ['virginia'] });
    expect(sumPlacesInBlocks(alone)).toBe(alone);
  });

  it('is summed beyond 200 steps of all places together, as a note says', () => {
    const [step] = report.groups.filter((group) => group.step !== undefined);
    const many = { ...report, groups: Array.from({ length: 101 }, () => step!) };
    const limited = limitReportSize(many);
    expect(limited.notes.at(-1)).toBe('Omitted to limit the report size: values per place in the timeline.');
    expect(limited.timeline).toEqual(sumPlacesInBlocks(report).timeline);
    expect(limited.places).toEqual(report.places);
    expect(limitReportSize({ ...many, groups: many.groups.slice(1) })).toMatchObject({ timeline: report.timeline });
  });
});
