import { compareKeys, stepKey } from './cell-key.ts';
import { addCoarse } from './coarse-histogram.ts';
import type { SnapshotTimeline, TimelineBlock, TimelineStep } from './snapshot-schema.ts';

/** Adds two timelines that begin at the same instant; the finer one is made as coarse as the other first. */
export function mergeTimelines(left: SnapshotTimeline, right: SnapshotTimeline): SnapshotTimeline {
  const blockMs = Math.max(left.blockMs, right.blockMs);
  const [ours, theirs] = [coarsenTo(left, blockMs).blocks, coarsenTo(right, blockMs).blocks];
  const length = Math.max(ours.length, theirs.length);
  return { blockMs, blocks: Array.from({ length }, (_, index) => addBlocks(ours[index], theirs[index])) };
}

/** Block lengths are 1 s doubled any number of times, so neighbours from an even one on make one block. */
function coarsenTo(timeline: SnapshotTimeline, blockMs: number): SnapshotTimeline {
  if (timeline.blockMs >= blockMs) return timeline;
  const { blocks } = timeline;
  const halved = Array.from({ length: Math.ceil(blocks.length / 2) }, (_, index) =>
    addBlocks(blocks[index * 2], blocks[index * 2 + 1]),
  );
  return coarsenTo({ blockMs: timeline.blockMs * 2, blocks: halved }, blockMs);
}

const EMPTY: TimelineBlock = { vuMs: 0, counters: {}, steps: [] };

function addBlocks(left: TimelineBlock = EMPTY, right: TimelineBlock = EMPTY): TimelineBlock {
  return {
    vuMs: left.vuMs + right.vuMs,
    counters: addCounters(left.counters, right.counters),
    steps: addSteps(left.steps, right.steps),
  };
}

type BlockCounters = TimelineBlock['counters'];

function addCounters(left: BlockCounters, right: BlockCounters): BlockCounters {
  const sum: BlockCounters = {};
  for (const target of sortedUnion(left, right)) {
    const [ours, theirs] = [left[target] ?? {}, right[target] ?? {}];
    const entries = sortedUnion(ours, theirs).map((name) => {
      const metric = name as keyof typeof ours;
      return [name, (ours[metric] ?? 0) + (theirs[metric] ?? 0)];
    });
    sum[target] = Object.fromEntries(entries);
  }
  return sum;
}

function sortedUnion(left: object, right: object): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort(compareKeys);
}

function addSteps(left: readonly TimelineStep[], right: readonly TimelineStep[]): TimelineStep[] {
  const steps = new Map(left.map((step) => [stepKey(step), step]));
  for (const step of right) {
    const key = stepKey(step);
    const known = steps.get(key);
    steps.set(key, known ? addStep(known, step) : step);
  }
  return [...steps].sort(([a], [b]) => compareKeys(a, b)).map(([, step]) => step);
}

function addStep(left: TimelineStep, right: TimelineStep): TimelineStep {
  const firstOutput = addOptional(left.firstOutput, right.firstOutput);
  const turn = addOptional(left.turn, right.turn);
  const { target, conversation, step } = left;
  return { target, conversation, step, ...(firstOutput && { firstOutput }), ...(turn && { turn }) };
}

function addOptional(left: string | undefined, right: string | undefined): string | undefined {
  return left !== undefined && right !== undefined ? addCoarse(left, right) : (left ?? right);
}
