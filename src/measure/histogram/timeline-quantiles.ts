import { stepKey } from '../recorder/cell-key.ts';
import type { TimelineStep } from '../recorder/snapshot-schema.ts';
import { HdrCounts } from './hdr-counts.ts';
import { rankOf } from './quantile.ts';
import { RankIndex } from './rank-index.ts';

/** The common part of the timelines of snapshots and reports. */
export interface ChartedTimeline {
  readonly blocks: readonly {
    readonly steps: readonly TimelineStep[];
    readonly sendLag?: Readonly<Record<string, string>> | undefined;
  }[];
}

/** The part of a run with these labels; a missing label means all: `{}` is the whole run. */
export interface TimelineGroup {
  readonly target?: string;
  readonly conversation?: string;
  readonly step?: string;
  readonly place?: string;
}

/** One value per block in ms; null for blocks without values. */
export interface QuantilesOverTime {
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
}

/** Quantiles over time of one group. */
export interface TimelineQuantiles {
  readonly firstOutput: QuantilesOverTime;
  /** Quantiles of the lower bounds; null in reports before version 1.3. */
  readonly firstOutputLow: QuantilesOverTime;
  readonly turn: QuantilesOverTime;
}

export interface TimelineQuantilesOptions {
  /** Number of consecutive blocks combined into one value. Default 1. */
  readonly blocksPerPoint?: number;
}

const METRICS = ['firstOutput', 'firstOutputLow', 'turn'] as const;
const TIMELINE_QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
type ShownQuantile = keyof typeof TIMELINE_QUANTILES;
type Metric = (typeof METRICS)[number];

/**
 * Quantiles of turn times over time for each group, in order: the histograms of all steps of a group are summed; a quantile is
 * the bound of its bucket, at most 1 % away from the value. Failed turns have no value and are not included; turns of the
 * warm-up are, although they are excluded from the metrics of the run. Each histogram is decoded once, for all groups.
 * Throws a KnownError if one is damaged.
 */
export function timelineQuantiles(
  { blocks }: ChartedTimeline,
  groups: readonly TimelineGroup[] = [{}],
  { blocksPerPoint: blocksEach = 1 }: TimelineQuantilesOptions = {},
): TimelineQuantiles[] {
  const columns = groups.map(() => ({
    firstOutput: emptyColumns(),
    firstOutputLow: emptyColumns(),
    turn: emptyColumns(),
  }));
  const groupsOf = groupFinder(groups);
  for (let from = 0; from < blocks.length; from += blocksEach) {
    const steps = blocks.slice(from, from + blocksEach).flatMap((block) => block.steps);
    for (const metric of METRICS) {
      const sums = sumByGroup(steps, metric, groups.length, groupsOf);
      const edge = metric === 'firstOutputLow' ? 'lowest' : 'highest';
      for (const [index, sum] of sums.entries()) appendQuantiles(columns[index]![metric], sum?.counts, edge);
    }
  }
  return columns;
}

/** Send lag over time, of all targets together. Throws a KnownError if a histogram is damaged. */
export function sendLagQuantiles({ blocks }: ChartedTimeline): QuantilesOverTime {
  const columns = emptyColumns();
  for (const { sendLag = {} } of blocks) {
    const sum = new HdrCounts(2);
    for (const encoded of Object.values(sendLag)) sum.addEncoded(encoded);
    appendQuantiles(columns, sum, 'highest');
  }
  return columns;
}

type Columns = Record<ShownQuantile, (number | null)[]>;
type GroupFinder = (step: TimelineStep) => readonly number[];

function emptyColumns(): Columns {
  return { p50: [], p95: [], p99: [] };
}

/** Finds the groups to which a step belongs; cached, because the same steps occur in every block. */
function groupFinder(groups: readonly TimelineGroup[]): GroupFinder {
  const known = new Map<string, readonly number[]>();
  return (step) => {
    const key = stepKey(step);
    const found = known.get(key) ?? groups.flatMap((group, index) => (isIn(step, group) ? [index] : []));
    known.set(key, found);
    return found;
  };
}

function isIn(step: TimelineStep, { target, conversation, step: label, place }: TimelineGroup): boolean {
  return (
    (place === undefined || place === step.place) &&
    (target === undefined || target === step.target) &&
    (conversation === undefined || conversation === step.conversation) &&
    (label === undefined || label === step.step)
  );
}

/** `shared`: other groups may use the same counts, so nothing must be added to them. */
interface Sum {
  readonly counts: HdrCounts;
  readonly shared: boolean;
}

function sumByGroup(steps: readonly TimelineStep[], metric: Metric, groups: number, groupsOf: GroupFinder) {
  const sums = Array.from({ length: groups }, (): Sum | undefined => undefined);
  for (const step of steps) {
    const data = step[metric];
    const at = groupsOf(step);
    if (data === undefined || at.length === 0) continue;
    const counts = HdrCounts.decode(data, 2);
    for (const index of at) sums[index] = addTo(sums[index], counts);
  }
  return sums;
}

function addTo(sum: Sum | undefined, counts: HdrCounts): Sum {
  if (!sum) return { counts, shared: true };
  const own = sum.shared ? new HdrCounts(2) : sum.counts;
  if (sum.shared) own.add(sum.counts);
  own.add(counts);
  return { counts: own, shared: false };
}

function appendQuantiles(columns: Columns, counts: HdrCounts | undefined, edge: 'lowest' | 'highest'): void {
  const ranks = counts && counts.total > 0 ? new RankIndex(counts) : undefined;
  for (const [name, q] of Object.entries(TIMELINE_QUANTILES) as [ShownQuantile, number][]) {
    const bucket = ranks?.bucketAt(rankOf(counts!.total, q));
    columns[name].push(bucket === undefined ? null : counts!.bucketBounds(bucket)[edge] / 1000);
  }
}
