import type { SampleSink } from '../../measure/sample.ts';
import type { CensorReason, ConversationSeries, StepSeries } from '../../measure/series.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';
import { since } from '../turn/reply-timing.ts';

/** The time of a turn, ms since the run's start, and the lowest round trip of its session, if known. */
export interface SampleContext {
  readonly atMs: number;
  readonly lowestRttUs?: number | undefined;
}

/**
 * Appends the samples of an ended turn. Every turn gives exactly one value or one censored sample to each of first_output, turn
 * and turn_intended, so that their counts add up to the number of turns.
 */
export function appendTurn(
  sink: SampleSink,
  series: ConversationSeries,
  turn: EndedTurn,
  { atMs, lowestRttUs }: SampleContext,
): void {
  const step = series.steps[turn.step]!;
  sink.append(step.outcome[turn.outcome], atMs, 1, 0);
  sink.append(series.endedBy[turn.endedBy], atMs, 1, 0);
  appendFirstOutput(sink, step, turn, atMs);
  const first = turn.replies[0];
  if (first && lowestRttUs !== undefined) {
    // The network round trip is not part of the bot's time.
    const took = since(turn, first.first);
    const { first_output_bot } = series.trends;
    sink.append(first_output_bot, atMs, elapsedUs(lowestRttUs, took.loUs), elapsedUs(lowestRttUs, took.hiUs));
  }
  const waitedUs = elapsedUs(turn.sent.loUs, turn.ended.hiUs);
  if (turn.outcome === 'completed') {
    const took = since(turn, turn.ended);
    sink.append(step.turn, atMs, took.loUs, took.hiUs);
    const { intendedUs, ended } = turn;
    sink.append(step.turnIntended, atMs, elapsedUs(intendedUs, ended.loUs), elapsedUs(intendedUs, ended.hiUs));
  } else {
    sink.append(step.censored.turn[turn.outcome], atMs, 1, waitedUs);
    sink.append(step.censored.turn_intended[turn.outcome], atMs, 1, elapsedUs(turn.intendedUs, turn.ended.hiUs));
  }
}

/** A first output that arrived is measured, for any outcome of the turn. */
function appendFirstOutput(sink: SampleSink, step: StepSeries, turn: EndedTurn, atMs: number): void {
  const first = turn.replies[0];
  if (first) {
    const took = since(turn, first.first);
    sink.append(step.firstOutput, atMs, took.loUs, took.hiUs);
    if (turn.outcome === 'completed') sink.append(step.firstOutputOfCompleted, atMs, took.loUs, took.hiUs);
    return;
  }
  const reason: CensorReason = turn.outcome === 'completed' ? 'none-expected' : turn.outcome;
  sink.append(step.censored.first_output[reason], atMs, 1, elapsedUs(turn.sent.loUs, turn.ended.hiUs));
}

/** Whether the turn completed and met the objectives of its step, judged by upper bounds. */
export function meetsObjectives(turn: EndedTurn, step: SayStep): boolean {
  if (turn.outcome !== 'completed') return false;
  const { firstOutputMs, turnMs } = step.expect;
  const first = turn.replies[0];
  if (firstOutputMs !== undefined && first && since(turn, first.first).hiUs > firstOutputMs * 1000) return false;
  return turnMs === undefined || since(turn, turn.ended).hiUs <= turnMs * 1000;
}
