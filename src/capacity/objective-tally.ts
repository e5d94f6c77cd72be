import { CENSORED_TRENDS, TURN_OUTCOMES, turnCounter } from '../measure/metrics.ts';
import { type LabelFilter, matchesLabels } from '../measure/readings.ts';
import { type SeriesKey, UNRANKED_REASONS } from '../measure/series.ts';
import { placeOf } from '../verdict/evaluate.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { Objective } from './objective.ts';
import { type EdgeBatches, TimeSums } from './time-sums.ts';

/** What a sample of a series says of an objective. */
type Role = 'value' | 'none' | 'good' | 'bad' | 'sent' | 'ended';

const ENDED_TURNS: readonly string[] = TURN_OUTCOMES.map(turnCounter);
const FAILED_TURNS = ENDED_TURNS.filter((name) => name !== 'turns_completed' && name !== 'turns_interrupted');

/**
 * Turns by whether they missed an objective (or what they took, for a mean), over time. A turn belongs to the instant it was
 * due; a conversation to that of its end, for those that are due in a step hardly end in it.
 *
 * A turn that is still under way long after the limit has missed it already: counting only those that ended would make an
 * endpoint that falls behind look well.
 */
export class ObjectiveTally {
  readonly objective: Objective;
  private readonly roles: readonly (Role | undefined)[];
  private readonly sums: TimeSums;
  private readonly byEnd: boolean;
  /** Whether each turn under way is one that the objective is about. */
  private readonly knowsStep: boolean;
  private longestUs = 0;

  constructor(objective: Objective, keys: readonly SeriesKey[], fromMs: number) {
    this.objective = objective;
    this.sums = new TimeSums(fromMs);
    this.byEnd = objective.threshold.metric.startsWith('conversation');
    this.knowsStep = objective.threshold.labels.step === undefined;
    this.roles = keys.map((key) => (objective.kind === 'plain' ? undefined : roleOf(key, objective.threshold)));
  }

  /** `nowMs`: when the sample came. See `SampleSink` for the others. */
  append(series: number, atMs: number, lo: number, hi: number, nowMs: number): void {
    const role = this.roles[series];
    if (role === undefined) return;
    const dueMs = this.byEnd ? nowMs : atMs;
    switch (role) {
      case 'value':
        this.longestUs = Math.max(this.longestUs, hi);
        return this.sums.add(dueMs, this.weigh(hi), this.weigh(lo), 1);
      case 'none': {
        // The longest that is known: it took at least so long.
        const each = this.weigh(Number.POSITIVE_INFINITY, hi);
        return this.sums.add(dueMs, each * lo, each * lo, lo);
      }
      case 'good':
        return this.sums.add(dueMs, 0, 0, lo);
      case 'bad':
        return this.sums.add(dueMs, lo, lo, lo);
      case 'sent':
        return this.sums.begin(dueMs, lo);
      case 'ended':
        return this.sums.begin(dueMs, -lo);
    }
  }

  /**
   * What is known `nowMs` after the start, as so many batches: of the time in which every turn has ended, or could have
   * missed the limit by now. Of later times only the quick turns would be known.
   */
  batches(nowMs: number, count: number): EdgeBatches {
    const { kind, threshold } = this.objective;
    const settledMs = this.sums.settledUntilMs(nowMs);
    if (this.byEnd || threshold.metric === 'turn_failure') return this.sums.batches(settledMs, count);
    const limitMs = threshold.limit / 1000;
    // Whether a turn under way has had its first reply is known when it ends.
    const waitMs = threshold.metric.startsWith('turn') ? limitMs : limitMs + this.longestUs / 1000;
    const late = kind === 'mean' ? threshold.limit : 1;
    return this.sums.batches(Math.max(nowMs - waitMs, settledMs), count, this.knowsStep ? late : 0);
  }

  /** A miss is 1; of a mean, the value itself. */
  private weigh(us: number, knownUs = us): number {
    const { kind, threshold } = this.objective;
    if (kind === 'mean') return knownUs;
    return (threshold.operator === '<' ? us >= threshold.limit : us > threshold.limit) ? 1 : 0;
  }
}

/** Counters of shares: what a success is, and what a miss. */
const COUNTED: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  conversation_completion: { conversations_completed: 'good', conversations_failed: 'bad' },
  turn_failure: { turns_completed: 'good', ...Object.fromEntries(FAILED_TURNS.map((name) => [name, 'bad' as const])) },
};

function roleOf({ kind, metric, labels }: SeriesKey, threshold: Threshold): Role | undefined {
  const where = threshold.labels as LabelFilter;
  const counted = COUNTED[threshold.metric];
  if (counted) return matchesLabels(labels, where) ? counted[metric] : undefined;
  if (metric !== threshold.metric) return roleUnderWay(metric, labels, threshold.metric, where);
  // Of a failed turn the reason is no label that a threshold on a trend asks for.
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
  if (!(CENSORED_TRENDS as readonly string[]).includes(asked) || where.of !== undefined) return undefined;
  if (metric === 'inputs_sent') return matchesLabels(labels, placeOf(where)) ? 'sent' : undefined;
  return ENDED_TURNS.includes(metric) && matchesLabels(labels, placeOf(where)) ? 'ended' : undefined;
}
