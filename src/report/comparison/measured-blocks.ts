import type { TimeRange } from '../../platform/time/time-range.ts';
import type { ReportTimeline } from '../report.ts';
import type { LoadFacts } from '../run-facts.ts';

type Block = ReportTimeline['blocks'][number];

/**
 * The blocks whose turns are all measured. A block that lies partly in the warm-up, or in an excluded ramp, also contains
 * unmeasured turns, which cannot be removed. With `measure: all` the graceful stop is measured, so its blocks are included.
 */
export function measuredBlocks({ timeline, load }: { timeline: ReportTimeline; load: LoadFacts }): Block[] {
  const ranges = measuredRanges(load);
  return timeline.blocks.filter(({ startMs }) =>
    ranges.some(({ fromMs, toMs }) => fromMs <= startMs && startMs + timeline.blockMs <= toMs),
  );
}

/**
 * Duration of a run of this load that measures the given time, ms: warm-up and excluded ramps are added. Blocks that lie
 * partly in them count as excluded.
 */
export function runMsFor(report: { timeline: ReportTimeline; load: LoadFacts }, measuredMs: number): number {
  const { timeline, load } = report;
  const plannedMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) || Number.POSITIVE_INFINITY;
  const measured = new Set(measuredBlocks(report));
  const omitted = timeline.blocks.filter((block) => block.startMs < plannedMs && !measured.has(block));
  return measuredMs + omitted.length * timeline.blockMs;
}

/**
 * The measured time: everything after the warm-up, or only where the load is constant and above 0. A load that ends by a
 * number of conversations is constant.
 */
function measuredRanges({ stages, warmUpMs = 0, measure }: LoadFacts): TimeRange[] {
  const endless = stages.every(({ durationMs }) => durationMs === 0);
  if (measure !== 'steady' || endless) return [{ fromMs: warmUpMs, toMs: Number.POSITIVE_INFINITY }];
  const ranges: TimeRange[] = [];
  let level = 0;
  let atMs = 0;
  for (const { durationMs, vus, ratePerSecond } of stages) {
    const next = vus ?? ratePerSecond ?? 0;
    const [fromMs, toMs] = [Math.max(atMs, warmUpMs), atMs + durationMs];
    if (next === level && next > 0 && fromMs < toMs) {
      const last = ranges.at(-1);
      if (last?.toMs === fromMs) ranges.pop();
      ranges.push({ fromMs: last?.toMs === fromMs ? last.fromMs : fromMs, toMs });
    }
    level = next;
    atMs = toMs;
  }
  return ranges;
}
