import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import { stepKey } from '../../measure/recorder/cell-key.ts';
import type { TimelineStep } from '../../measure/recorder/snapshot-schema.ts';
import type { Report } from '../report.ts';

const TRENDS = ['firstOutput', 'firstOutputLow', 'turn'] as const;

/** The report with the sums over all places in its timeline, as of a run without places; the same report if there are none. */
export function sumPlacesInBlocks(report: Report): Report {
  const { blockMs, blocks } = report.timeline;
  if (blocks.every(({ places }) => places === undefined)) return report;
  const summed = blocks.map(({ places: _, ...block }) => ({ ...block, steps: sumSteps(block.steps) }));
  return { ...report, timeline: { blockMs, blocks: summed } };
}

function sumSteps(steps: readonly TimelineStep[]): TimelineStep[] {
  const byStep = new Map<string, TimelineStep[]>();
  for (const { place: _, ...step } of steps) byStep.set(stepKey(step), [...(byStep.get(stepKey(step)) ?? []), step]);
  return [...byStep.values()].map(sumOf);
}

/** Of parts of the same step, at least one. */
function sumOf(parts: readonly TimelineStep[]): TimelineStep {
  const { target, conversation, step } = parts[0]!;
  const sums = TRENDS.flatMap((trend) => {
    const encoded = parts.flatMap((part) => part[trend] ?? []);
    if (encoded.length <= 1) return encoded.map((data) => [trend, data]);
    const counts = new HdrCounts(2);
    for (const data of encoded) counts.addEncoded(data);
    return [[trend, counts.encode()]];
  });
  return { target, conversation, step, ...Object.fromEntries(sums) };
}
