import type { SnapshotTimeline } from '../../measure/recorder/snapshot-schema.ts';
import type { ReportTimeline } from '../report.ts';
import type { LoadFacts } from '../run-facts.ts';

type Phase = ReportTimeline['blocks'][number]['phase'];

/** The blocks of a snapshot with the planned load of each. */
export function buildTimeline(timeline: SnapshotTimeline, load: LoadFacts): ReportTimeline {
  return {
    blockMs: timeline.blockMs,
    blocks: timeline.blocks.map((block, index) => ({
      startMs: index * timeline.blockMs,
      phase: phaseAt(load, (index + 0.5) * timeline.blockMs),
      activeVus: Math.round((block.vuMs / timeline.blockMs) * 100) / 100,
      arrivals: Object.values(block.counters).reduce((sum, counters) => sum + (counters.conversations_due ?? 0), 0),
      counters: block.counters as ReportTimeline['blocks'][number]['counters'],
      steps: block.steps,
      sendLag: block.sendLag,
    })),
  };
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
