import type { TimeRange } from '../../platform/time/time-range.ts';
import type { ReportTimeline } from '../report.ts';
import type { LoadFacts } from '../run-facts.ts';

type ReportBlock = ReportTimeline['blocks'][number];
type Histograms = Omit<ReportBlock['steps'][number], 'conversation' | 'step'>;

/** A block of time, of all places or of one, for which a report has no conversations and steps. */
export interface Block extends Pick<ReportBlock, 'startMs' | 'activeVus' | 'counters'> {
  readonly steps: readonly (Histograms & { readonly conversation?: string; readonly step?: string })[];
}

/** The value of a counter in one block, at one target or all of them. */
export function countIn({ counters }: Pick<Block, 'counters'>, counter: string, target: string | undefined): number {
  return Object.entries(counters).reduce(
    (total, [of, counts]) => total + (target === undefined || of === target ? (counts[counter] ?? 0) : 0),
    0,
  );
}

interface Timed {
  readonly timeline: ReportTimeline;
  readonly load: LoadFacts;
}

/**
 * The blocks whose turns are all measured. A block that lies partly in the warm-up, or in an excluded ramp, also contains
 * unmeasured turns, which cannot be removed. With `measure: all` the graceful stop is measured, so its blocks are included.
 * `place`: of a run with several places, only what was measured from there.
 */
export function measuredBlocks({ timeline, load }: Timed, place?: string): Block[] {
  const ranges = measuredRanges(load);
  const measured = timeline.blocks.filter(({ startMs }) =>
    ranges.some(({ fromMs, toMs }) => fromMs <= startMs && startMs + timeline.blockMs <= toMs),
  );
  return place === undefined ? measured : measured.map((block) => blockAt(block, place));
}

/** Without parts per place, all of it is from one place. */
function blockAt(block: ReportBlock, place: string): Block {
  if (!block.places) return block;
  const { counters = {}, targets: steps = [] } = block.places[place] ?? {};
  return { startMs: block.startMs, activeVus: block.activeVus, counters, steps };
}

/**
 * Duration of a run of this load that measures the given time, ms: warm-up and excluded ramps are added. Blocks that lie
 * partly in them count as excluded.
 */
export function runMsFor(report: Timed, measuredMs: number): number {
  const { timeline, load } = report;
  const plannedMs = load.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) || Number.POSITIVE_INFINITY;
  const measured = new Set(measuredBlocks(report).map(({ startMs }) => startMs));
  const omitted = timeline.blocks.filter(({ startMs }) => startMs < plannedMs && !measured.has(startMs));
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
