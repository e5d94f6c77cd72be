import { compareKeys, stepKey } from './cell-key.ts';
import { CoarseHistogram } from './coarse-histogram.ts';
import type { SnapshotTimeline, TimelineBlock, TimelineStep } from './snapshot-schema.ts';

interface SumBlock {
  vuMs: number;
  /** Target → counter → increase */
  readonly counters: Map<string, Map<string, number>>;
  /** By `stepKey`. */
  readonly steps: Map<string, SumStep>;
}

interface SumStep extends Pick<TimelineStep, 'target' | 'conversation' | 'step'> {
  firstOutput?: CoarseHistogram;
  turn?: CoarseHistogram;
}

const CHARTED = ['firstOutput', 'turn'] as const;

/**
 * The sum of timelines that begin at the same instant, one added after the other. Block lengths are 1 s doubled any number
 * of times; the sum has the longest.
 */
export class TimelineSum {
  private blockMs = 0;
  private blocks: SumBlock[] = [];

  add({ blockMs, blocks }: SnapshotTimeline): void {
    if (this.blockMs === 0) this.blockMs = blockMs;
    while (this.blockMs < blockMs) this.coarsen();
    for (const [index, block] of blocks.entries())
      addBlock(this.blockAt(Math.floor((index * blockMs) / this.blockMs)), block);
  }

  encode(): SnapshotTimeline {
    return { blockMs: this.blockMs, blocks: this.blocks.map(encodeBlock) };
  }

  private blockAt(index: number): SumBlock {
    while (this.blocks.length <= index) this.blocks.push({ vuMs: 0, counters: new Map(), steps: new Map() });
    return this.blocks[index]!;
  }

  /** Neighbours from an even one on make one block. */
  private coarsen(): void {
    const { blocks } = this.encode();
    this.blockMs *= 2;
    this.blocks = [];
    for (const [index, block] of blocks.entries()) addBlock(this.blockAt(index >> 1), block);
  }
}

function addBlock(into: SumBlock, { vuMs, counters, steps }: TimelineBlock): void {
  into.vuMs += vuMs;
  for (const [target, increases] of Object.entries(counters)) {
    const sums = into.counters.get(target) ?? new Map<string, number>();
    into.counters.set(target, sums);
    for (const [name, increase] of Object.entries(increases)) sums.set(name, (sums.get(name) ?? 0) + increase);
  }
  for (const step of steps) addStep(into.steps, step);
}

function addStep(into: Map<string, SumStep>, step: TimelineStep): void {
  const { target, conversation, step: label } = step;
  const key = stepKey(step);
  const sum: SumStep = into.get(key) ?? { target, conversation, step: label };
  into.set(key, sum);
  for (const metric of CHARTED) {
    const encoded = step[metric];
    if (encoded === undefined) continue;
    const histogram = new CoarseHistogram(encoded);
    if (sum[metric]) sum[metric].add(histogram);
    else sum[metric] = histogram;
  }
}

function encodeBlock({ vuMs, counters, steps }: SumBlock): TimelineBlock {
  return {
    vuMs,
    counters: Object.fromEntries(sorted(counters).map(([target, sums]) => [target, Object.fromEntries(sorted(sums))])),
    steps: sorted(steps).map(([, { target, conversation, step, firstOutput, turn }]) => ({
      target,
      conversation,
      step,
      ...(firstOutput && { firstOutput: firstOutput.encode() }),
      ...(turn && { turn: turn.encode() }),
    })),
  };
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([left], [right]) => compareKeys(left, right));
}
