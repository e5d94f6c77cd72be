import { z } from 'zod';
import { COUNTERS, type CounterName, TRENDS, type TrendName } from '../metrics.ts';

/**
 * The form of a snapshot: everything some shards of a run have measured so far, as plain JSON.
 * Semver: a reader refuses another major version.
 */
export const SNAPSHOT_VERSION = '2.0.0';

const count = z.int().nonnegative();
const metric = z.enum(Object.keys(TRENDS) as [TrendName, ...TrendName[]]);
const counter = z.enum(Object.keys(COUNTERS) as [CounterName, ...CounterName[]]);

const labels = z.object({
  target: z.string(),
  conversation: z.string(),
  step: z.string().optional(),
  position: z.string().optional(),
  reason: z.string().optional(),
  of: z.literal('completed').optional(),
});

/** From a time that is not measured (warm-up, ramps). */
const leftOut = z.literal(true).optional();

const histogram = z.object({ count, minUs: count, maxUs: count, sumUs: count, data: z.string() });

const timelineStep = z.object({
  target: z.string(),
  conversation: z.string(),
  step: z.string(),
  firstOutput: z.string().optional(),
  firstOutputLow: z.string().optional(),
  turn: z.string().optional(),
});

/** Blocks of equal length from the start of the run on, without gaps. */
const timeline = z.object({
  blockMs: z.int().positive(),
  blocks: z.array(
    z.object({
      /** Active virtual users, integrated over the block: divided by its length it is their mean number. */
      vuMs: count,
      /** Target → counter → increase; zeros left out. */
      counters: z.record(z.string(), z.partialRecord(counter, count)),
      /** 2-digit HDR histograms (V2, compressed, base64) of the upper bounds; `firstOutputLow` of the lower bounds. */
      steps: z.array(timelineStep),
      /** Target → such a histogram of how late inputs went out. */
      sendLag: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

const shape = z.object({
  targets: z.array(z.string()),
  conversations: z.array(z.object({ name: z.string(), steps: z.array(z.string()) })),
  failureClasses: z.array(z.string()),
});

export const snapshotSchema = z.object({
  version: z.string(),
  /** Shard → how many-th snapshot of it this is. Newer ones contain older ones. */
  shards: z.record(z.string(), count),
  shape,
  trends: z.array(z.object({ metric, labels, leftOut, upper: histogram, lower: histogram.optional() })),
  counters: z.array(z.object({ metric: counter, labels, leftOut, count })),
  /** `elapsed`: of reason `interrupted`, how long each had lasted when it was stopped. */
  censored: z.array(z.object({ metric, labels, leftOut, count, shortestUs: count, elapsed: histogram.optional() })),
  timeline,
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type SnapshotTimeline = Snapshot['timeline'];
export type TimelineBlock = SnapshotTimeline['blocks'][number];
export type TimelineStep = z.infer<typeof timelineStep>;
