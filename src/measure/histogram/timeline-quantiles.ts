import type { TimelinePlace, TimelineStep } from '../recorder/snapshot-schema.ts';
import { HdrCounts } from './hdr-counts.ts';
import { rankOf } from './quantile.ts';
import { RankIndex } from './rank-index.ts';

/** The common part of the timelines of snapshots and reports. */
export interface ChartedTimeline {
  readonly blocks: readonly {
    readonly steps: readonly TimelineStep[];
    readonly sendLag?: Readonly<Record<string, string>> | undefined;
    readonly places?: Readonly<Record<string, { readonly targets: TimelinePlace['targets'] }>> | undefined;
  }[];
}

/**
 * The part of a run with these labels; a missing label means all: `{}` is the whole run. Of a place there are only targets, no
 * conversations and steps.
 */
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
    const rows = blocks.slice(from, from + blocksEach).flatMap(rowsOf);
    for (const metric of METRICS) {
      const sums = sumByGroup(rows, metric, groups.length, groupsOf);
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
type Row = TimelineGroup & Pick<TimelineStep, Metric>;
type GroupFinder = (row: Row) => readonly number[];

/** Steps, and targets of each place. */
function rowsOf({ steps, places = {} }: ChartedTimeline['blocks'][number]): Row[] {
  const ofPlaces = Object.entries(places).flatMap(([place, { targets }]) => targets.map((own) => ({ ...own, place })));
  return [...steps, ...ofPlaces];
}

function emptyColumns(): Columns {
  return { p50: [], p95: [], p99: [] };
}

/** Finds the groups to which a row belongs; cached, because the same rows occur in every block. */
function groupFinder(groups: readonly TimelineGroup[]): GroupFinder {
  const known = new Map<string, readonly number[]>();
  return (row) => {
    const key = JSON.stringify([row.target, row.conversation, row.step, row.place]);
    const found = known.get(key) ?? groups.flatMap((group, index) => (isIn(row, group) ? [index] : []));
    known.set(key, found);
    return found;
  };
}

/** Each turn of a place is in a row of its step, too. */
function isIn(row: Row, { target, conversation, step, place }: TimelineGroup): boolean {
  return (
    place === row.place &&
    (target === undefined || target === row.target) &&
    (conversation === undefined || conversation === row.conversation) &&
    (step === undefined || step === row.step)
  );
}

/** `shared`: other groups may use the same counts, so nothing must be added to them. */
interface Sum {
  readonly counts: HdrCounts;
  readonly shared: boolean;
}

function sumByGroup(rows: readonly Row[], metric: Metric, groups: number, groupsOf: GroupFinder) {
  const sums = Array.from({ length: groups }, (): Sum | undefined => undefined);
  for (const row of rows) {
    const data = row[metric];
    const at = groupsOf(row);
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
