import { z } from 'zod';
import type { RatioBatch } from '../../compare/ratio-of.ts';
import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { SampleSink } from '../../measure/sample.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { DEFAULT_OBJECTIVE, type Objective } from '../objective.ts';
import { encodedTallySchema, ObjectiveTally, type TallyReading, type TallyTimes } from './objective-tally.ts';
import { type BoundedBatches, encodedTimeSumsSchema, TimeSums } from './time-sums.ts';
import { TurnsInFlight } from './turns-in-flight.ts';

/** Number of batches of a step: they count as independent, and half of them are each half of the step. */
const BATCHES = 10;

/** Dropped, or started over 1 s late. */
const LATE_FOR_USERS: readonly string[] = ['conversations_dropped', 'starts_late'];
const ENDED_TURNS: readonly string[] = TURN_OUTCOMES.map(turnCounter);

/** The evidence on a running step. */
export interface StepEvidence {
  /** Since the end of the warm-up. */
  readonly steadyMs: number;
  /** Tallies in the order of the objectives. */
  readonly objectives: readonly ({ readonly objective: Objective } & TallyReading)[];
  /** Duration of turns, µs. */
  readonly latency: BoundedBatches;
  /** Turns in flight. */
  readonly inFlight: readonly RatioBatch[];
  /** Time range of these counts, ms. */
  readonly countedMs: number;
  readonly turns: number;
  readonly completed: number;
  /** Completed and failed conversations. */
  readonly failures: readonly RatioBatch[];
  /** Conversations due in the measured part, and those of them without a free user in time. */
  readonly due: number;
  readonly withoutUser: number;
}

const count = z.number().nonnegative();

/** A `StepWatch` in a message. */
export const encodedWatchSchema = z.object({
  /** In the order of the objectives. */
  tallies: z.array(encodedTallySchema),
  completion: encodedTallySchema,
  latency: encodedTimeSumsSchema,
  inFlight: z.array(z.number()),
  countedMs: count,
  ended: z.object({ turns: count, completed: count }),
  arrived: z.object({ due: count, withoutUser: count }),
});
export type EncodedWatch = z.infer<typeof encodedWatchSchema>;

/**
 * Takes every sample of a step, and regularly the turns in flight. All that it counts can be added: the sum of the watches of
 * several load generators gives the evidence of one that had all of their samples.
 */
export class StepWatch implements SampleSink {
  private readonly fromMs: number;
  private readonly nowMs: () => number;
  private readonly tallies: readonly ObjectiveTally[];
  private readonly completion: ObjectiveTally;
  private readonly latency: TimeSums;
  private readonly inFlight: TurnsInFlight;
  private readonly kinds: readonly Kind[];
  private readonly ended = { turns: 0, completed: 0 };
  private readonly arrived = { due: 0, withoutUser: 0 };
  /** Earlier samples belong to the warm-up, even if they are delivered later. */
  private countedFromMs = Number.POSITIVE_INFINITY;
  private observedMs = Number.NEGATIVE_INFINITY;
  /** The time range of the counts, of each watch that was added. */
  private readonly countedMs: number[] = [];
  private underWay = 0;

  /** `nowMs`: since the start of the step. */
  constructor(objectives: readonly Objective[], keys: readonly SeriesKey[], times: TallyTimes, nowMs: () => number) {
    const { fromMs } = times;
    this.fromMs = fromMs;
    this.completion = new ObjectiveTally(DEFAULT_OBJECTIVE, keys, times);
    this.nowMs = nowMs;
    this.tallies = objectives.map((objective) => new ObjectiveTally(objective, keys, times));
    this.latency = new TimeSums(fromMs);
    this.inFlight = new TurnsInFlight(fromMs);
    this.kinds = keys.map(kindOf);
  }

  append(series: number, atMs: number, lo: number, hi: number): void {
    const nowMs = this.nowMs();
    for (const tally of [...this.tallies, this.completion]) tally.append(series, atMs, lo, hi);
    switch (this.kinds[series]) {
      case 'sent':
        this.underWay += lo;
        return;
      case 'ended-turn':
        this.underWay -= lo;
        if (nowMs > this.countedFromMs) this.ended.turns += lo;
        return;
      case 'took':
        return this.latency.add(atMs, hi, lo, 1);
      case 'waited':
        return this.latency.add(atMs, hi, hi, lo);
      case 'due':
      case 'withoutUser':
        if (atMs >= this.fromMs) this.arrived[this.kinds[series] as 'due' | 'withoutUser'] += lo;
        return;
      case 'completed':
        if (nowMs > this.countedFromMs) this.ended.completed += lo;
    }
  }

  /** Must be called at regular intervals, after all samples so far were delivered: records the turns in flight. */
  observe(): void {
    const nowMs = this.nowMs();
    this.observedMs = nowMs;
    if (nowMs >= this.fromMs) this.countedFromMs = Math.min(this.countedFromMs, nowMs);
    this.inFlight.observe(nowMs, this.underWay);
  }

  evidence(): StepEvidence {
    const nowMs = this.nowMs();
    return {
      steadyMs: Math.max(0, nowMs - this.fromMs),
      objectives: this.tallies.map((tally) => ({
        objective: tally.objective,
        ...tally.read(nowMs, BATCHES),
      })),
      failures: this.completion.batches(nowMs, BATCHES).upper,
      latency: this.latency.batches(nowMs, BATCHES),
      inFlight: this.inFlight.batches(nowMs, BATCHES),
      countedMs: this.meanCountedMs(),
      ...this.ended,
      ...this.arrived,
    };
  }

  encode(): EncodedWatch {
    return {
      tallies: this.tallies.map((tally) => tally.encode()),
      completion: this.completion.encode(),
      latency: this.latency.encode(),
      inFlight: this.inFlight.encode(),
      countedMs: this.meanCountedMs(),
      ended: { ...this.ended },
      arrived: { ...this.arrived },
    };
  }

  /** Adds the watch of another load generator on the same objectives; this one then takes no samples itself. */
  merge({ tallies, completion, latency, inFlight, countedMs, ended, arrived }: EncodedWatch): void {
    for (const [index, tally] of this.tallies.entries()) tally.merge(tallies[index]!);
    this.completion.merge(completion);
    this.latency.merge(latency);
    this.inFlight.merge(inFlight);
    this.countedMs.push(countedMs);
    this.ended.turns += ended.turns;
    this.ended.completed += ended.completed;
    this.arrived.due += arrived.due;
    this.arrived.withoutUser += arrived.withoutUser;
  }

  /** The load generators begin to count at their first observation after the warm-up, each at its own instant. */
  private meanCountedMs(): number {
    const own = Math.max(0, this.observedMs - this.countedFromMs);
    const all = this.countedMs.length > 0 ? this.countedMs : [own];
    return all.reduce((sum, ms) => sum + ms, 0) / all.length;
  }
}

/** Mean duration of turns (failed ones: the time waited), and their number. */
export function meanTurn({ latency }: StepEvidence): { readonly us: number; readonly turns: number } {
  const turns = latency.upper.reduce((sum, { of }) => sum + of, 0);
  return { us: latency.upper.reduce((sum, batch) => sum + batch.sum, 0) / turns, turns };
}

type Kind = 'sent' | 'ended-turn' | 'took' | 'waited' | 'completed' | 'due' | 'withoutUser' | undefined;

function kindOf({ kind, metric, labels }: SeriesKey): Kind {
  if (metric === 'inputs_sent') return 'sent';
  if (ENDED_TURNS.includes(metric)) return 'ended-turn';
  if (metric === 'conversations_completed') return 'completed';
  if (metric === 'conversations_due') return 'due';
  if (LATE_FOR_USERS.includes(metric) && labels.reason === 'no-vu') return 'withoutUser';
  if (metric !== 'turn') return undefined;
  return kind === 'trend' ? 'took' : labels.reason === 'interrupted' ? undefined : 'waited';
}
