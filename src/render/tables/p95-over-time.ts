import { timelineQuantiles } from '../../measure/histogram/timeline-quantiles.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Report, ReportGroup } from '../../report/report.ts';

/** Minimum number of bars that show a trend. */
const MIN_BARS = 4;

/** The p95 of each step over the run, in bars of equal duration; ms, null without data. */
export interface OverTime {
  /** Undefined for a row that is not a step. */
  of(group: ReportGroup): StepOverTime | undefined;
  readonly legend: string;
}

export interface StepOverTime {
  readonly firstOutput: readonly (number | null)[];
  readonly turn: readonly (number | null)[];
}

/** Consecutive blocks are merged until there are at most `maxBars`. Undefined if too few remain, or none has a value. */
export function p95OverTime({ timeline, groups }: Report, maxBars: number): OverTime | undefined {
  if (maxBars < MIN_BARS) return undefined;
  const { blocks, blockMs } = timeline;
  const blocksEach = Math.max(1, Math.ceil(blocks.length / maxBars));
  if (Math.ceil(blocks.length / blocksEach) < MIN_BARS || blocks.every(({ steps }) => steps.length === 0))
    return undefined;
  const steps = groups.filter(({ step }) => step !== undefined);
  const found = timelineQuantiles(timeline, steps, { blocksPerPoint: blocksEach });
  const byStep = new Map(steps.map((step, index) => [step, found[index]!]));
  const warmUp = blocks.some(({ phase }) => phase === 'warm-up') ? ', warm-up included' : '';
  return {
    of: (group) => {
      const quantiles = byStep.get(group);
      if (!quantiles) return undefined;
      return { firstOutput: quantiles.firstOutput.p95, turn: quantiles.turn.p95 };
    },
    legend:
      `p95 over time${warmUp}: one bar per ${formatDurationMs(blocksEach * blockMs)}, scaled from 0 to the row's peak (within 1 %); ` +
      'with fewer than 20 turns the maximum; failed turns excluded.',
  };
}
