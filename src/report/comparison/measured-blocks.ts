import type { TimeRange } from '../../platform/time/time-range.ts';
import type { ReportTimeline } from '../report.ts';
import type { LoadFacts } from '../run-facts.ts';

type Block = ReportTimeline['blocks'][number];

/**
 * The blocks of which every turn is in the run's numbers. One that lies half in the warm-up, or half in a ramp that is left
 * out, holds turns that are not, and cannot give them away. With `measure: all` what conversations still say in the graceful
 * stop is measured, so these blocks are among them.
 */
export function measuredBlocks({ timeline, load }: { timeline: ReportTimeline; load: LoadFacts }): Block[] {
  const stretches = measuredStretches(load);
  return timeline.blocks.filter(({ startMs }) =>
    stretches.some(({ fromMs, toMs }) => fromMs <= startMs && startMs + timeline.blockMs <= toMs),
  );
}

/**
 * How long a run of such a load must be in which so much time is measured, ms: what its warm-up and its ramps leave out comes
 * on top. Blocks that lie half in them count as left out.
 */
export function runMsFor(report: { timeline: ReportTimeline; load: LoadFacts }, measuredMs: number): number {
  const { timeline, load } = report;
  const plannedMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) || Number.POSITIVE_INFINITY;
  const measured = new Set(measuredBlocks(report));
  const leftOut = timeline.blocks.filter((block) => block.startMs < plannedMs && !measured.has(block));
  return measuredMs + leftOut.length * timeline.blockMs;
}

/**
 * As the run was measured: everything after the warm-up, or of that only where the load holds a level above 0. A load that
 * ends by its conversations alone holds one level.
 */
function measuredStretches({ stages, warmUpMs = 0, measure }: LoadFacts): TimeRange[] {
  const endless = stages.every(({ durationMs }) => durationMs === 0);
  if (measure !== 'steady' || endless) return [{ fromMs: warmUpMs, toMs: Number.POSITIVE_INFINITY }];
  const stretches: TimeRange[] = [];
  let level = 0;
  let atMs = 0;
  for (const { durationMs, vus, ratePerSecond } of stages) {
    const next = vus ?? ratePerSecond ?? 0;
    const [fromMs, toMs] = [Math.max(atMs, warmUpMs), atMs + durationMs];
    if (next === level && next > 0 && fromMs < toMs) {
      const last = stretches.at(-1);
      if (last?.toMs === fromMs) stretches.pop();
      stretches.push({ fromMs: last?.toMs === fromMs ? last.fromMs : fromMs, toMs });
    }
    level = next;
    atMs = toMs;
  }
  return stretches;
}
