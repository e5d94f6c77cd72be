import { TURN_OUTCOMES, turnCounter } from '../measure/metrics.ts';
import type { SeriesTable } from '../measure/series.ts';
import { labelsInOrder } from '../measure/shape/run-shape.ts';
import { type StreamedTurn, type TurnBatch, turnsIn } from '../measure/turns/turn-batch.ts';
import { forDisplay, redact, shortHash } from '../platform/redact.ts';
import type { TimeRange } from '../platform/time/time-range.ts';
import type { TurnLine } from './turn-line-schema.ts';

export interface TurnLinesOptions {
  /** The start of the load, µs on the monotonic clock. */
  readonly startUs: number;
  /** The series, as numbered by the load threads. */
  readonly table: SeriesTable;
  /** The measured time ranges. */
  readonly windows: readonly TimeRange[];
  /** Keep texts instead of hashing them. */
  readonly keepTexts: boolean;
}

type OfSeries = Pick<TurnLine, 'target' | 'outcome'>;
type OfLabel = Pick<TurnLine, 'conversation' | 'step'>;
type Said = TurnLine['utterance'];

const OUTCOMES = new Map<string, string>(TURN_OUTCOMES.map((outcome) => [turnCounter(outcome), outcome]));

/** Converts batches of turns to lines of JSON, secrets hidden. */
export class TurnLines {
  private readonly options: TurnLinesOptions;
  /** Read from the keys when first used. */
  private readonly bySeries: OfSeries[] = [];
  private readonly byLabel: readonly OfLabel[];

  constructor(options: TurnLinesOptions) {
    this.options = options;
    this.byLabel = labelsInOrder(options.table.shape).map(({ conversation, step }) => {
      return { conversation: redact(conversation), step: redact(step) };
    });
  }

  /** A line per turn, each with a line feed. */
  of(batch: TurnBatch): string {
    let lines = '';
    for (const turn of turnsIn(batch)) lines += `${JSON.stringify(this.line(turn))}\n`;
    return lines;
  }

  private line(turn: StreamedTurn): TurnLine {
    const { sent, ended, replies, traceId, failure, moreReplies } = turn;
    const { table, keepTexts, windows } = this.options;
    const intendedMs = this.sinceStart(turn.intendedUs);
    const first = replies[0]?.first;
    const { target, outcome } = this.ofSeries(turn.counted);
    return {
      type: 'turn',
      target,
      ...this.byLabel[turn.label]!,
      outcome,
      endedBy: table.keys[turn.endedBy]!.labels.reason!,
      measured: windows.some(({ fromMs, toMs }) => fromMs <= intendedMs && intendedMs < toMs),
      number: turn.number,
      vu: turn.vu,
      sessionId: redact(turn.sessionId),
      index: turn.index,
      intendedMs,
      sentMs: [this.sinceStart(sent.loUs), this.sinceStart(sent.hiUs)],
      endedMs: [this.sinceStart(ended.loUs), this.sinceStart(ended.hiUs)],
      firstOutputMs: first ? took(sent, first) : null,
      turnMs: took(sent, ended),
      utterance: this.said(turn.utterance),
      replies: replies.map((reply) => ({ arrivedMs: this.sinceStart(reply.first.hiUs), ...this.said(reply.text) })),
      ...(moreReplies === 0 ? {} : { moreReplies }),
      ...(traceId === undefined ? {} : { traceId: forDisplay(traceId) }),
      // It may quote a reply.
      ...(failure === undefined || !keepTexts ? {} : { failure: redact(failure) }),
    };
  }

  private ofSeries(counted: number): OfSeries {
    const { metric, labels } = this.options.table.keys[counted]!;
    this.bySeries[counted] ??= { target: redact(labels.target), outcome: OUTCOMES.get(metric)! };
    return this.bySeries[counted];
  }

  private said(text: string): Said {
    const { length } = text;
    return this.options.keepTexts ? { length, text: redact(text) } : { length, hash: shortHash(text, 8) };
  }

  private sinceStart(atUs: number): number {
    return inMs(Math.max(0, atUs - this.options.startUs));
  }
}

/** The lower bound from the later stamp of sending, the upper one from the earlier, as in the trends. */
function took(sent: StreamedTurn['sent'], until: StreamedTurn['ended']): [number, number] {
  return [inMs(Math.max(0, until.loUs - sent.hiUs)), inMs(until.hiUs - sent.loUs)];
}

/** Rounds to three decimal places. */
function inMs(us: number): number {
  return Math.round(us) / 1000;
}
