import { LATE_START_US } from '../measure/metrics.ts';
import type { SampleSink } from '../measure/sample.ts';
import type { ConversationSeries, DropReason, LateReason } from '../measure/series.ts';

/**
 * Counts the arrivals of a load until a user takes them: due = started + dropped + waiting, where `started` is counted by the
 * conversation. Conversations are identified by number; instants are those at which they were due.
 */
export class ArrivalCounters {
  private readonly samples: SampleSink;
  private readonly startUs: number;
  private readonly seriesOf: (number: number) => ConversationSeries;

  /** `seriesOf`: the series of conversation `number`. */
  constructor(samples: SampleSink, startUs: number, seriesOf: (number: number) => ConversationSeries) {
    this.samples = samples;
    this.startUs = startUs;
    this.seriesOf = seriesOf;
  }

  due(number: number, dueUs: number): void {
    this.count(this.seriesOf(number).counters.conversations_due, dueUs);
  }

  dropped(number: number, dueUs: number, reason: DropReason): void {
    this.count(this.seriesOf(number).dropped[reason], dueUs);
  }

  /** The conversation was due but had not started when the load ended. */
  waiting(number: number, dueUs: number): void {
    this.count(this.seriesOf(number).counters.conversations_waiting, dueUs);
  }

  /** A user takes the conversation at `nowUs`; `reason`: why not earlier. */
  taken(number: number, dueUs: number, nowUs: number, reason: LateReason): void {
    if (nowUs - dueUs > LATE_START_US) this.count(this.seriesOf(number).startsLate[reason], dueUs);
  }

  private count(series: number, dueUs: number): void {
    this.samples.append(series, Math.max(0, (dueUs - this.startUs) / 1000), 1, 0);
  }
}
