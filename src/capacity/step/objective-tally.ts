import { z } from 'zod';
import type { RatioBatch } from '../../compare/ratio-of.ts';
import { type LabelFilter, matchesLabels } from '../../measure/label-filter.ts';
import { CENSORED_TRENDS, TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import { type SeriesKey, UNRANKED_REASONS } from '../../measure/series.ts';
import { conversationOf } from '../../verdict/evaluate.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { Objective } from '../objective.ts';
import { encodedOpenTurnsSchema, OpenTurns } from './open-turns.ts';
import { type BoundedBatches, encodedTimeSumsSchema, TimeSums } from './time-sums.ts';

/** An `ObjectiveTally` in a message. */
export const encodedTallySchema = z.object({
  sums: encodedTimeSumsSchema,
  openTurns: encodedOpenTurnsSchema,
  longestUs: z.number(),
});
type EncodedTally = z.infer<typeof encodedTallySchema>;

/** The meaning of a sample of a series for an objective. */
type Role = 'value' | 'none' | 'good' | 'bad' | 'begun' | 'ended';

const ENDED_TURNS: readonly string[] = TURN_OUTCOMES.map(turnCounter);
const ENDED_CONVERSATIONS: readonly string[] = [
  'conversations_completed',
  'conversations_failed',
  'conversations_interrupted',
];
const FAILED_TURNS = ENDED_TURNS.filter((name) => name !== 'turns_completed' && name !== 'turns_interrupted');

export interface TallyTimes {
  /** Start of the measured part of the step. */
  readonly fromMs: number;
  /** Duration of the longest conversation with a slow bot. */
  readonly longestConversationMs: number;
}

/** The evidence on an objective at an instant; `batches` are empty for a plain one. */
export interface TallyReading {
  /** Counts of the time range in which the outcome of every turn (conversation) is known. */
  readonly batches: BoundedBatches;
  /** Everything started so far, with the worst case of what is unknown. */
  readonly worst: RatioBatch;
  /** Number of unknown outcomes in it. */
  readonly unknown: number;
  /** Turns in flight that have lasted longer than any completed one. */
  readonly stalled: number;
}

/**
 * Turns over time, by whether they missed an objective (or their duration, for a mean); conversations likewise, including
 * those started in the warm-up, since few later ones end in time. Each belongs to the instant it was due: counted by their
 * end, failed ones would be overrepresented, since they end early.
 *
 * A turn in flight for longer than the limit has already missed it: counting only completed turns would flatter an endpoint
 * that falls behind. One in flight for less may still miss it, so in the worst case it does. If it is unknown which turns an
 * objective covers (conversations, failures, a single step), only stalled ones count as missed: the others are as likely to
 * succeed as those before them.
 */
export class ObjectiveTally {
  readonly objective: Objective;
  private readonly roles: readonly (Role | undefined)[];
  private readonly sums: TimeSums;
  private readonly openTurns: OpenTurns;
  private readonly ofConversations: boolean;
  /** A conversation that has run for longer is excluded from a completion, ms. */
  private readonly longestConversationMs: number;
  private longestUs = 0;

  constructor(objective: Objective, keys: readonly SeriesKey[], { fromMs, longestConversationMs }: TallyTimes) {
    this.objective = objective;
    this.ofConversations = objective.threshold.metric.startsWith('conversation');
    this.longestConversationMs = longestConversationMs;
    this.sums = new TimeSums(this.ofConversations ? 0 : fromMs);
    this.openTurns = new OpenTurns(keys, conversationOf(objective.threshold.labels as LabelFilter));
    this.roles = keys.map((key) => (objective.kind === 'plain' ? undefined : roleOf(key, objective.threshold)));
  }

  /** See `SampleSink`. */
  append(series: number, atMs: number, lo: number, hi: number): void {
    this.openTurns.append(series, atMs, lo, hi);
    const role = this.roles[series];
    if (role === undefined) return;
    switch (role) {
      case 'value':
        this.longestUs = Math.max(this.longestUs, hi);
        return this.sums.add(atMs, this.weigh(hi), this.weigh(lo), 1);
      case 'none': {
        // The longest known minimum of its duration.
        const each = this.weigh(Number.POSITIVE_INFINITY, hi);
        return this.sums.add(atMs, each * lo, each * lo, lo);
      }
      case 'good':
      case 'bad': {
        const misses = role === 'bad' ? lo : 0;
        if (this.ofConversations) this.sums.begin(atMs, -lo);
        return this.sums.add(atMs, misses, misses, lo);
      }
      case 'begun':
        return this.sums.begin(atMs, lo);
      case 'ended':
        return this.sums.begin(atMs, -lo);
    }
  }

  /**
   * The evidence `nowMs` after the start, in `count` batches: of the time range in which every turn has ended or exceeded the
   * limit. Later than that, only the fast turns would be known.
   */
  batches(nowMs: number, count: number): BoundedBatches {
    const settledMs = this.sums.settledUntilMs(nowMs);
    return this.sums.batches(Math.max(nowMs - this.waitMs(), settledMs), count, this.weighUnderWay());
  }

  /** The same, with unknown outcomes. */
  read(nowMs: number, count: number): TallyReading {
    const stalled = this.openTurns.stalled(nowMs);
    const { sum, of } = this.sums.whole();
    const all = this.judgesOpenTurns();
    const unknown = all ? this.openTurns.count : stalled;
    const worst = this.objective.kind === 'mean' ? this.openTurns.worstUs(nowMs, !all) : unknown;
    return { batches: this.batches(nowMs, count), worst: { sum: sum + worst, of: of + unknown }, unknown, stalled };
  }

  encode(): EncodedTally {
    return { sums: this.sums.encode(), openTurns: this.openTurns.encode(), longestUs: this.longestUs };
  }

  /** Adds the tally of another load generator on the same objective. */
  merge({ sums, openTurns, longestUs }: EncodedTally): void {
    this.sums.merge(sums);
    this.openTurns.merge(openTurns);
    this.longestUs = Math.max(this.longestUs, longestUs);
  }

  /** Whether the objective covers every turn in flight. */
  private judgesOpenTurns(): boolean {
    const { metric, labels } = this.objective.threshold;
    const isOfTurns = (CENSORED_TRENDS as readonly string[]).includes(metric);
    return isOfTurns && labels.step === undefined && labels.of === undefined;
  }

  /** After this time without an end, the outcome is known. */
  private waitMs(): number {
    const { metric, limit } = this.objective.threshold;
    if (metric === 'turn_failure') return 0;
    if (metric === 'conversation_completion') return this.longestConversationMs;
    // Whether a turn in flight has had its first reply is known only when it ends.
    return limit / 1000 + (metric.startsWith('first_output') ? this.longestUs / 1000 : 0);
  }

  /** Older turns still in flight; for an objective on a step, it is unknown whether they are turns of that step. */
  private weighUnderWay(): number {
    const { kind, threshold } = this.objective;
    if (threshold.metric === 'conversation_completion' || threshold.labels.step !== undefined) return 0;
    return kind === 'mean' ? threshold.limit : 1;
  }

  /** 1 for a miss; for a mean, the value itself. */
  private weigh(us: number, knownUs = us): number {
    const { kind, threshold } = this.objective;
    if (kind === 'mean') return knownUs;
    return (threshold.operator === '<' ? us >= threshold.limit : us > threshold.limit) ? 1 : 0;
  }
}

/** The counters of a share: successes and misses. */
const COUNTED: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  conversation_completion: {
    conversations_started: 'begun',
    conversations_completed: 'good',
    conversations_failed: 'bad',
    conversations_interrupted: 'ended',
  },
  turn_failure: { turns_completed: 'good', ...Object.fromEntries(FAILED_TURNS.map((name) => [name, 'bad' as const])) },
};

function roleOf({ kind, metric, labels }: SeriesKey, threshold: Threshold): Role | undefined {
  const where = threshold.labels as LabelFilter;
  const counted = COUNTED[threshold.metric];
  if (counted) return matchesLabels(labels, where) ? counted[metric] : undefined;
  if (metric !== threshold.metric) return roleUnderWay(metric, labels, threshold.metric, where);
  // The reason of a failed turn is not a label of thresholds on trends.
  if (kind === 'censored')
    return !UNRANKED_REASONS.has(labels.reason ?? '') && matchesLabels(labels, where) ? 'none' : undefined;
  return matchesLabels(labels, where) ? 'value' : undefined;
}

/** Inputs are counted by conversation, not by step. */
function roleUnderWay(
  metric: string,
  labels: SeriesKey['labels'],
  asked: string,
  where: LabelFilter,
): Role | undefined {
  if (asked === 'conversation' || asked === 'conversation_busy') {
    if (!matchesLabels(labels, conversationOf(where))) return undefined;
    return metric === 'conversations_started' ? 'begun' : ENDED_CONVERSATIONS.includes(metric) ? 'ended' : undefined;
  }
  if (!(CENSORED_TRENDS as readonly string[]).includes(asked) || where.of !== undefined) return undefined;
  if (metric === 'inputs_sent') return matchesLabels(labels, conversationOf(where)) ? 'begun' : undefined;
  return ENDED_TURNS.includes(metric) && matchesLabels(labels, conversationOf(where)) ? 'ended' : undefined;
}
