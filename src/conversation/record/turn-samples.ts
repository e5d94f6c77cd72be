import type { SampleSink } from '../../measure/sample.ts';
import type { CensorReason, ConversationSeries, StepSeries } from '../../measure/series.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';
import { since } from '../turn/reply-timing.ts';

/** When a turn counts, ms since the run's start, and the lowest round trip of its session, if known. */
export interface SampleContext {
  readonly atMs: number;
  readonly lowestRttUs?: number | undefined;
}

/**
 * Appends what an ended turn measured. Every turn leaves exactly one value or one censored mark in each of first_output,
 * turn and turn_intended, so that their counts add up to the number of turns.
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
    // The path to the endpoint and back is not the bot's.
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

/** A first output that did arrive is measured, however the turn ended. */
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

/** Did the turn complete and meet the objectives of its step? Upper bounds are judged. */
export function meetsObjectives(turn: EndedTurn, step: SayStep): boolean {
  if (turn.outcome !== 'completed') return false;
  const { firstOutputMs, turnMs } = step.expect;
  const first = turn.replies[0];
  const firstUs = first ? since(turn, first.first).hiUs : 0;
  if (firstOutputMs !== undefined && firstUs > firstOutputMs * 1000) return false;
  return turnMs === undefined || since(turn, turn.ended).hiUs <= turnMs * 1000;
}
