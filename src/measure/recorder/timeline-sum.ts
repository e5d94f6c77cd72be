import { CoarseHistogram, type HistogramForm } from '../histogram/coarse-histogram.ts';
import { nextBlockMs } from './block-length.ts';
import { compareKeys, stepKey } from './cell-key.ts';
import type {
  SnapshotTimeline,
  TimelineBlock,
  TimelinePlace,
  TimelineStep,
  TimelineTotals,
} from './snapshot-schema.ts';

interface SumTotals {
  vuMs: number;
  /** Target → counter → increase */
  readonly counters: Map<string, Map<string, number>>;
  /** Keyed by target. */
  readonly sendLag: Map<string, CoarseHistogram>;
}

interface SumBlock extends SumTotals {
  /** Keyed by `stepKey`. */
  readonly steps: Map<string, SumStep>;
  readonly places: Map<string, SumPlace>;
}

interface SumPlace extends SumTotals {
  /** Keyed by target. */
  readonly targets: Map<string, TrendSums>;
}

interface SumStep {
  readonly of: Pick<TimelineStep, 'target' | 'conversation' | 'step'>;
  readonly trends: TrendSums;
}

/** In the order of `STEP_TRENDS`. */
type TrendSums = Map<string, CoarseHistogram>;

const STEP_TRENDS = ['firstOutput', 'firstOutputLow', 'turn'] as const;

/**
 * The sum of timelines that start at the same instant. Block lengths are those of block-length.ts; the sum has the longest.
 */
export class TimelineSum {
  private blockMs = 0;
  private blocks: SumBlock[] = [];

  /** `place`: where all of it was measured; default: as labelled. */
  add({ blockMs, blocks }: SnapshotTimeline, place?: string): void {
    if (this.blockMs === 0) this.blockMs = blockMs;
    while (this.blockMs < blockMs) this.coarsen();
    for (const [index, block] of blocks.entries())
      addBlock(this.blockAt(Math.floor((index * blockMs) / this.blockMs)), block, place);
  }

  /** Plain data; `form`: of its histograms. */
  encode(form: HistogramForm): SnapshotTimeline {
    return { blockMs: this.blockMs, blocks: this.blocks.map((block) => encodeBlock(block, form)) };
  }

  private blockAt(index: number): SumBlock {
    while (this.blocks.length <= index) this.blocks.push(emptyBlock());
    return this.blocks[index]!;
  }

  private coarsen(): void {
    const { blocks, blockMs } = this.encode('pack');
    this.blockMs = nextBlockMs(blockMs);
    this.blocks = [];
    for (const [index, block] of blocks.entries())
      addBlock(this.blockAt(Math.floor((index * blockMs) / this.blockMs)), block, undefined);
  }
}

function emptyTotals(): SumTotals {
  return { vuMs: 0, counters: new Map(), sendLag: new Map() };
}

function emptyBlock(): SumBlock {
  return { ...emptyTotals(), steps: new Map(), places: new Map() };
}

function addBlock(into: SumBlock, block: TimelineBlock, place: string | undefined): void {
  addTotals(into, block);
  for (const step of block.steps) addStep(into.steps, step);
  if (place !== undefined) addPlace(into.places, place, { ...block, targets: block.steps });
  else for (const [name, part] of Object.entries(block.places ?? {})) addPlace(into.places, name, part);
}

function addPlace(into: Map<string, SumPlace>, place: string, part: TimelinePlace): void {
  const sum = into.get(place) ?? { ...emptyTotals(), targets: new Map() };
  into.set(place, sum);
  addTotals(sum, part);
  for (const turns of part.targets) {
    const trends: TrendSums = sum.targets.get(turns.target) ?? new Map();
    sum.targets.set(turns.target, trends);
    addTrends(trends, turns);
  }
}

function addTotals(into: SumTotals, { vuMs, counters, sendLag }: TimelineTotals): void {
  into.vuMs += vuMs;
  for (const [target, increases] of Object.entries(counters)) {
    const sums = into.counters.get(target) ?? new Map<string, number>();
    into.counters.set(target, sums);
    for (const [name, increase] of Object.entries(increases)) sums.set(name, (sums.get(name) ?? 0) + increase);
  }
  for (const [target, packed] of Object.entries(sendLag)) addTo(into.sendLag, target, packed);
}

function addStep(into: Map<string, SumStep>, step: TimelineStep): void {
  const { firstOutput: _, firstOutputLow: __, turn: ___, ...of } = step;
  const key = stepKey(step);
  const sum: SumStep = into.get(key) ?? { of, trends: new Map() };
  into.set(key, sum);
  addTrends(sum.trends, step);
}

function addTrends(into: TrendSums, from: Pick<TimelineStep, (typeof STEP_TRENDS)[number]>): void {
  for (const trend of STEP_TRENDS) addTo(into, trend, from[trend]);
}

function addTo(sums: Map<string, CoarseHistogram>, key: string, packed: string | undefined): void {
  if (packed === undefined) return;
  const sum = sums.get(key);
  if (sum) sum.addPacked(packed);
  else sums.set(key, new CoarseHistogram(packed));
}

function encodeBlock(block: SumBlock, form: HistogramForm): TimelineBlock {
  const { vuMs, counters, sendLag } = encodeTotals(block, form);
  const places = sorted(block.places).map(([place, part]) => [place, encodePlace(part, form)] as const);
  return {
    vuMs,
    counters,
    steps: sorted(block.steps).map(([, { of, trends }]) => ({ ...of, ...encodeAll(trends, form) })),
    sendLag,
    ...(places.length > 0 && { places: Object.fromEntries(places) }),
  };
}

function encodePlace(part: SumPlace, form: HistogramForm): TimelinePlace {
  const targets = sorted(part.targets).map(([target, trends]) => ({ target, ...encodeAll(trends, form) }));
  return { ...encodeTotals(part, form), targets };
}

function encodeTotals({ vuMs, counters, sendLag }: SumTotals, form: HistogramForm): TimelineTotals {
  return {
    vuMs,
    counters: Object.fromEntries(sorted(counters).map(([target, sums]) => [target, Object.fromEntries(sorted(sums))])),
    sendLag: encodeAll(sendLag, form),
  };
}

function encodeAll(histograms: ReadonlyMap<string, CoarseHistogram>, form: HistogramForm): Record<string, string> {
  return Object.fromEntries(sorted(histograms).map(([key, histogram]) => [key, histogram[form]()]));
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([left], [right]) => compareKeys(left, right));
}
