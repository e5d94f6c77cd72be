import { CoarseHistogram, type HistogramForm } from '../histogram/coarse-histogram.ts';
import { COUNTERS, type CounterName } from '../metrics.ts';
import { measuredParts, type RunShape, type StepPart } from '../shape/run-shape.ts';
import { FIRST_BLOCK_MS, nextBlockMs } from './block-length.ts';
import { compareKeys, stepKey } from './cell-key.ts';
import type { SnapshotTimeline, TimelineBlock, TimelineStep } from './snapshot-schema.ts';

/** Maximum number of blocks of a timeline; beyond it, adjacent blocks are merged, which limits the memory of long runs. */
export const MAX_BLOCKS = 240;
/** Histograms of a step: upper bounds, and lower bounds of first outputs. */
const STEP_TRENDS = ['firstOutput', 'firstOutputLow', 'turn'] as const;
const COUNTER_NAMES = Object.keys(COUNTERS) as CounterName[];

interface Block {
  vuMs: number;
  /** Indexed by target × counter. */
  readonly counters: Float64Array;
  /** Indexed by step × trend, then the send lag of each target; created on first use. */
  readonly histograms: (CoarseHistogram | undefined)[];
}

/**
 * The run divided into blocks of equal length: 1 s at first, then the next length whenever there would be more than 240 blocks.
 * A sample belongs to the block of its intended instant.
 */
export class Timeline {
  private blockMs = FIRST_BLOCK_MS;
  private blocks: Block[] = [];
  private readonly targets: readonly string[];
  private readonly steps: readonly StepPart[];
  /** By `stepKey`. */
  private readonly indexes: ReadonlyMap<string, number>;
  private vus = { atMs: 0, count: 0 };

  constructor(shape: RunShape) {
    this.targets = shape.targets;
    const parts = shape.targets.flatMap((target) => measuredParts(shape, target).flatMap(({ steps }) => steps));
    // In the order of merged timelines.
    this.steps = parts.sort((left, right) => compareKeys(stepKey(left), stepKey(right)));
    this.indexes = new Map(this.steps.map((step, index) => [stepKey(step), index]));
  }

  /** Slot of the counter for `count`; -1 for an unknown target. */
  counterSlot(target: string, metric: CounterName): number {
    const index = this.targets.indexOf(target);
    return index < 0 ? -1 : index * COUNTER_NAMES.length + COUNTER_NAMES.indexOf(metric);
  }

  /** Slot of a trend of a part for `record`; -1 for an unknown part. */
  stepSlot(part: StepPart, trend: (typeof STEP_TRENDS)[number]): number {
    const index = this.indexes.get(stepKey(part)) ?? -1;
    return index < 0 ? -1 : index * STEP_TRENDS.length + STEP_TRENDS.indexOf(trend);
  }

  /** Slot of the send lag of a target for `record`. */
  sendLagSlot(target: string): number {
    return this.steps.length * STEP_TRENDS.length + this.targets.indexOf(target);
  }

  count(slot: number, atMs: number, increase: number): void {
    this.blockAt(atMs).counters[slot]! += increase;
  }

  record(slot: number, atMs: number, us: number): void {
    const histograms = this.blockAt(atMs).histograms;
    histograms[slot] ??= new CoarseHistogram();
    histograms[slot].record(us);
  }

  /** Sets the number of active virtual users from `atMs` on; must be called in order of time. */
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
    while (atMs >= this.blockMs * MAX_BLOCKS) this.coarsen();
    const index = Math.max(0, Math.floor(atMs / this.blockMs));
    while (this.blocks.length <= index) this.blocks.push(this.emptyBlock());
    return this.blocks[index]!;
  }

  private emptyBlock(): Block {
    return { vuMs: 0, counters: new Float64Array(this.targets.length * COUNTER_NAMES.length), histograms: [] };
  }

  private coarsen(): void {
    const nextMs = nextBlockMs(this.blockMs);
    const each = nextMs / this.blockMs;
    for (const [index, block] of this.blocks.entries())
      if (index % each !== 0) addBlock(this.blocks[index - (index % each)]!, block);
    this.blocks = this.blocks.filter((_, index) => index % each === 0);
    this.blockMs = nextMs;
  }

  /** Plain data; `form`: of its histograms. */
  encode(form: HistogramForm): SnapshotTimeline {
    return { blockMs: this.blockMs, blocks: this.blocks.map((block) => this.encodeBlock(block, form)) };
  }

  private encodeBlock(block: Block, form: HistogramForm): TimelineBlock {
    const counters: TimelineBlock['counters'] = {};
    for (const [slot, increase] of block.counters.entries()) {
      if (increase === 0) continue;
      const target = this.targets[Math.floor(slot / COUNTER_NAMES.length)]!;
      counters[target] ??= {};
      counters[target][COUNTER_NAMES[slot % COUNTER_NAMES.length]!] = increase;
    }
    return {
      vuMs: block.vuMs,
      counters,
      steps: this.encodeSteps(block.histograms, form),
      sendLag: this.encodeSendLag(block.histograms, form),
    };
  }

  private encodeSteps(histograms: Block['histograms'], form: HistogramForm): TimelineStep[] {
    return this.steps.flatMap((step, index) => {
      const trends = STEP_TRENDS.flatMap((trend, at) => {
        const histogram = histograms[index * STEP_TRENDS.length + at];
        return histogram ? [[trend, histogram[form]()]] : [];
      });
      return trends.length === 0 ? [] : [{ ...step, ...Object.fromEntries(trends) }];
    });
  }

  private encodeSendLag(histograms: Block['histograms'], form: HistogramForm): TimelineBlock['sendLag'] {
    const entries = this.targets.flatMap((target) => {
      const histogram = histograms[this.sendLagSlot(target)];
      return histogram ? [[target, histogram[form]()]] : [];
    });
    return Object.fromEntries(entries);
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
      // Close it immediately: thousands are added when blocks are merged, and open ones would take tens of megabytes.
      known.pack();
    }
  }
}
