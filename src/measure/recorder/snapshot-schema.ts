import { z } from 'zod';
import { COUNTERS, type CounterName, TRENDS, type TrendName } from '../metrics.ts';
import { SERIES_DETAILS } from '../shape/run-shape.ts';

/**
 * Schema of a snapshot: everything that shards of a run have measured so far, as plain JSON.
 * Semver: readers refuse other major versions.
 */
export const SNAPSHOT_VERSION = '4.1.0';

const count = z.int().nonnegative();
const metric = z.enum(Object.keys(TRENDS) as [TrendName, ...TrendName[]]);
const counter = z.enum(Object.keys(COUNTERS) as [CounterName, ...CounterName[]]);

const labels = z.object({
  target: z.string(),
  conversation: z.string().optional(),
  step: z.string().optional(),
  position: z.string().optional(),
  reason: z.string().optional(),
  of: z.literal('completed').optional(),
  place: z.string().optional(),
});

/** From a time that is not measured (warm-up, ramps). */
const excluded = z.literal(true).optional();

/** `words`: counts of a 3-digit histogram in HDR V2 encoding without header and compression, base64. */
const histogram = z.object({ count, minUs: count, maxUs: count, sumUs: count, words: z.string() });

const turnTrends = {
  firstOutput: z.string().optional(),
  firstOutputLow: z.string().optional(),
  turn: z.string().optional(),
};

/** Of one part of the turns (see `StepPart`). */
const timelineStep = z.object({
  target: z.string(),
  conversation: z.string().optional(),
  step: z.string().optional(),
  ...turnTrends,
});

const timelineTotals = z.object({
  /** Active virtual users integrated over the block; divided by its length, their mean number. */
  vuMs: count,
  /** Target → counter → increase; zeros are omitted. */
  counters: z.record(z.string(), z.partialRecord(counter, count)),
  /** Target → words of a 2-digit histogram of the send lag. */
  sendLag: z.record(z.string(), z.string()).default({}),
});

/** Of one place; its turns are kept per target, not per step, so that places cost little. */
const timelinePlace = z.object({
  ...timelineTotals.shape,
  targets: z.array(z.object({ target: z.string(), ...turnTrends })),
});

/** Blocks of equal length from the start of the run, without gaps. */
const timeline = z.object({
  blockMs: z.int().positive(),
  blocks: z.array(
    z.object({
      ...timelineTotals.shape,
      /** Words of histograms of the upper bounds; `firstOutputLow` of the lower bounds. */
      steps: z.array(timelineStep),
      /** Place → its part of the block. */
      places: z.record(z.string(), timelinePlace).optional(),
    }),
  ),
});

const shape = z.object({
  targets: z.array(z.string()),
  conversations: z.array(z.object({ name: z.string(), steps: z.array(z.string()) })),
  failureClasses: z.array(z.string()),
  series: z.enum(SERIES_DETAILS).optional(),
});

/** Everything measured of some series. */
export const cellsSchema = z.object({
  trends: z.array(z.object({ metric, labels, excluded, upper: histogram, lower: histogram.optional() })),
  counters: z.array(z.object({ metric: counter, labels, excluded, count })),
  /** `elapsed`: for the reason `interrupted`, elapsed time of each when it was stopped. */
  censored: z.array(z.object({ metric, labels, excluded, count, shortestUs: count, elapsed: histogram.optional() })),
});

export const snapshotSchema = z.object({
  version: z.string(),
  /** Shard → sequence number of the snapshot. Newer ones contain older ones. */
  shards: z.record(z.string(), count),
  shape,
  ...cellsSchema.shape,
  timeline,
});

export type EncodedCells = z.infer<typeof cellsSchema>;

export type Snapshot = z.infer<typeof snapshotSchema>;
export type SnapshotTimeline = Snapshot['timeline'];
export type TimelineBlock = SnapshotTimeline['blocks'][number];
/** What a block has in total, or at one place. */
export type TimelineTotals = z.infer<typeof timelineTotals>;
export type TimelinePlace = z.infer<typeof timelinePlace>;
export type TimelineStep = z.infer<typeof timelineStep>;
