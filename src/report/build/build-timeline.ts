import type { SnapshotTimeline, TimelineBlock, TimelineTotals } from '../../measure/recorder/snapshot-schema.ts';
import type { ReportTimeline } from '../report.ts';
import type { LoadFacts } from '../run-facts.ts';

type ReportBlock = ReportTimeline['blocks'][number];
type Phase = ReportBlock['phase'];

/** The blocks of a snapshot with the planned load of each; per place only if there are several. */
export function buildTimeline(timeline: SnapshotTimeline, load: LoadFacts, severalPlaces = false): ReportTimeline {
  return {
    blockMs: timeline.blockMs,
    blocks: timeline.blocks.map((block, index) => ({
      startMs: index * timeline.blockMs,
      phase: phaseAt(load, (index + 0.5) * timeline.blockMs),
      ...totalsOf(block, timeline.blockMs),
      steps: block.steps,
      sendLag: block.sendLag,
      ...(severalPlaces && { places: placesOf(block, timeline.blockMs) }),
    })),
  };
}

function totalsOf({ vuMs, counters }: TimelineTotals, blockMs: number) {
  return {
    activeVus: Math.round((vuMs / blockMs) * 100) / 100,
    arrivals: Object.values(counters).reduce((sum, { conversations_due = 0 }) => sum + conversations_due, 0),
    counters: counters as ReportBlock['counters'],
  };
}

function placesOf({ places = {} }: TimelineBlock, blockMs: number): ReportBlock['places'] {
  const parts = Object.entries(places).map(([place, part]) => [
    place,
    { ...totalsOf(part, blockMs), targets: part.targets, sendLag: part.sendLag },
  ]);
  return Object.fromEntries(parts);
}

/** A block belongs to the phase of its middle. A load without stages is steady until it ends. */
export function phaseAt(load: LoadFacts, atMs: number): Phase {
  if (atMs < (load.warmUpMs ?? 0)) return 'warm-up';
  let from = 0;
  let endMs = 0;
  for (const stage of load.stages) {
    const level = stage.vus ?? stage.ratePerSecond ?? 0;
    endMs += stage.durationMs;
    if (atMs < endMs) return level === from ? 'steady' : 'ramp';
    from = level;
  }
  return endMs === 0 ? 'steady' : 'stop';
}
