import { TimelineSum } from '../../measure/recorder/timeline-sum.ts';
import type { Report } from '../report.ts';

/** The report with the sums over all places in its timeline, as of a run without places; the same report if there are none. */
export function sumPlacesInBlocks(report: Report): Report {
  const { blockMs, blocks } = report.timeline;
  if (blocks.every(({ places }) => places === undefined)) return report;
  const sum = new TimelineSum();
  sum.add({
    blockMs,
    blocks: blocks.map(({ steps }) => ({
      vuMs: 0,
      counters: {},
      sendLag: {},
      steps: steps.map(({ place: _, ...step }) => step),
    })),
  });
  const summed = sum.encode().blocks;
  return {
    ...report,
    timeline: {
      blockMs,
      blocks: blocks.map(({ places: _, ...block }, index) => ({ ...block, steps: summed[index]!.steps })),
    },
  };
}
