import { compareKeys, stepKey } from './cell-key.ts';
import { CoarseHistogram } from './coarse-histogram.ts';
import { COUNTERS, type CounterName } from './metrics.ts';
import type { RunShape } from './series.ts';
import type { SnapshotTimeline, TimelineBlock, TimelineStep } from './snapshot-schema.ts';

/** Blocks of a timeline at most; one more, and neighbours are merged, so that a long run stays small. */
export const MOST_BLOCKS = 120;
const FIRST_BLOCK_MS = 1000;
const COUNTER_NAMES = Object.keys(COUNTERS) as CounterName[];

interface Block {
  vuMs: number;
  /** target × counter */
  readonly counters: Float64Array;
  /** step × (first_output, turn); made on first use */
  readonly histograms: (CoarseHistogram | undefined)[];
}

/**
 * The run cut into blocks of equal length: 1 s at first, doubled whenever there would be more than 120.
 * A sample belongs to the block of its intended instant.
 */
export class Timeline {
  private blockMs = FIRST_BLOCK_MS;
  private blocks: Block[] = [];
  private readonly targets: readonly string[];
  private readonly steps: readonly Readonly<Record<'target' | 'conversation' | 'step', string>>[];
  private vus = { atMs: 0, count: 0 };

  constructor(shape: RunShape) {
    this.targets = shape.targets;
    const steps = shape.targets.flatMap((target) =>
      shape.conversations.flatMap(({ name, steps }) => steps.map((step) => ({ target, conversation: name, step }))),
    );
    // In the order in which merged timelines hold them.
    this.steps = steps.sort((left, right) => compareKeys(stepKey(left), stepKey(right)));
  }

  /** Where `count` keeps the counter; -1 for a target that is not of the run. */
  counterSlot(target: string, metric: CounterName): number {
    const index = this.targets.indexOf(target);
    return index < 0 ? -1 : index * COUNTER_NAMES.length + COUNTER_NAMES.indexOf(metric);
  }

  /** Where `record` keeps the trend. */
  trendSlot(target: string, conversation: string, step: string, metric: 'first_output' | 'turn'): number {
    const index = this.steps.findIndex(
      (entry) => entry.target === target && entry.conversation === conversation && entry.step === step,
    );
    return index * 2 + (metric === 'turn' ? 1 : 0);
  }

  count(slot: number, atMs: number, increase: number): void {
    this.blockAt(atMs).counters[slot]! += increase;
  }

  record(slot: number, atMs: number, us: number): void {
    const histograms = this.blockAt(atMs).histograms;
    histograms[slot] ??= new CoarseHistogram();
    histograms[slot].record(us);
  }

  /** From `atMs` on so many virtual users are active; call it whenever that is known, in order of time. */
  observeActiveVus(atMs: number, count: number): void {
    const untilMs = Math.max(Math.round(atMs), this.vus.atMs);
    for (let fromMs = this.vus.atMs; fromMs < untilMs; ) {
      const block = this.blockAt(fromMs);
      const endMs = Math.min(untilMs, (Math.floor(fromMs / this.blockMs) + 1) * this.blockMs);
      block.vuMs += this.vus.count * (endMs - fromMs);
      fromMs = endMs;
    }
    this.vus = { atMs: untilMs, count };
  }

  private blockAt(atMs: number): Block {
    while (atMs >= this.blockMs * MOST_BLOCKS) this.coarsen();
    const index = Math.max(0, Math.floor(atMs / this.blockMs));
    while (this.blocks.length <= index) this.blocks.push(this.emptyBlock());
    return this.blocks[index]!;
  }

  private emptyBlock(): Block {
    return { vuMs: 0, counters: new Float64Array(this.targets.length * COUNTER_NAMES.length), histograms: [] };
  }

  private coarsen(): void {
    this.blockMs *= 2;
    this.blocks = this.blocks.filter((block, index) => {
      const left = this.blocks[index - 1];
      if (index % 2 === 1 && left) addBlock(left, block);
      return index % 2 === 0;
    });
  }

  /** Plain data for a snapshot. */
  encode(): SnapshotTimeline {
    return { blockMs: this.blockMs, blocks: this.blocks.map((block) => this.encodeBlock(block)) };
  }

  private encodeBlock(block: Block): TimelineBlock {
    const counters: TimelineBlock['counters'] = {};
    for (const [slot, increase] of block.counters.entries()) {
      if (increase === 0) continue;
      const target = this.targets[Math.floor(slot / COUNTER_NAMES.length)]!;
      counters[target] ??= {};
      counters[target][COUNTER_NAMES[slot % COUNTER_NAMES.length]!] = increase;
    }
    return { vuMs: block.vuMs, counters, steps: this.encodeSteps(block.histograms) };
  }

  private encodeSteps(histograms: readonly (CoarseHistogram | undefined)[]): TimelineStep[] {
    return this.steps.flatMap((step, index) => {
      const firstOutput = histograms[index * 2]?.encode();
      const turn = histograms[index * 2 + 1]?.encode();
      if (firstOutput === undefined && turn === undefined) return [];
      return [{ ...step, ...(firstOutput && { firstOutput }), ...(turn && { turn }) }];
    });
  }
}

function addBlock(into: Block, other: Block): void {
  into.vuMs += other.vuMs;
  for (const [slot, increase] of other.counters.entries()) into.counters[slot]! += increase;
  for (const [slot, histogram] of other.histograms.entries()) {
    if (!histogram) continue;
    const known = into.histograms[slot];
    if (!known) into.histograms[slot] = histogram;
    else {
      known.add(histogram);
      // Closed at once: thousands are added when blocks merge, and open they would take tens of megabytes.
      known.encode();
    }
  }
}
