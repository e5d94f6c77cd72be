import type { TurnOutcome } from '../../src/measure/metrics.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import type { SampleSink } from '../../src/measure/sample.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';

/** A small run: two steps of one conversation at one target. */
export const SHAPE: RunShape = {
  targets: ['eu'],
  conversations: [{ name: 'book a table', steps: ['hello', 'party size'] }],
  failureClasses: ['refused', 'transport-close'],
};

/** A recorder and its series, as a load thread would address them. */
export function recorderOf(shape: RunShape = SHAPE, shard?: string) {
  const table = new SeriesTable(shape);
  return { table, recorder: new Recorder(table, shard) };
}

export interface SampleTurn {
  readonly step: number;
  readonly atMs: number;
  readonly outcome: TurnOutcome;
  /** Sent → first reply and → end, µs; the lower edges lie `coarseUs` below. */
  readonly firstOutputUs: number;
  readonly turnUs: number;
  readonly coarseUs?: number;
}

/** Appends one conversation the way a load thread does: every law of conservation holds. */
export function appendConversation(
  sink: SampleSink,
  table: SeriesTable,
  turns: readonly SampleTurn[],
  target = 0,
  conversation = 0,
): void {
  const series = table.conversation(target, conversation);
  const atMs = turns[0]?.atMs ?? 0;
  const count = (index: number, at = atMs) => sink.append(index, at, 1, 0);
  const outcome = turns.at(-1)?.outcome ?? 'completed';
  const end = outcome === 'completed' || outcome === 'interrupted' ? outcome : 'failed';
  for (const name of ['conversations_due', 'conversations_started', 'connects'] as const) count(series.counters[name]);
  count(end === 'interrupted' ? series.interrupted['in-turn'] : series.counters[`conversations_${end}`]);
  if (end === 'completed') count(series.counters.conversations_met);
  sink.append(series.trends.connect, atMs, 12_000, 12_000);
  sink.append(series.trends.ready, atMs, 3_000, 3_000);
  sink.append(series.trends.send_lag, atMs, 400, 400);
  for (const turn of turns) appendTurn(sink, series, turn);
}

function appendTurn(sink: SampleSink, series: ReturnType<SeriesTable['conversation']>, turn: SampleTurn): void {
  const { atMs, outcome, firstOutputUs, turnUs, coarseUs = 200 } = turn;
  const step = series.steps[turn.step]!;
  const count = (index: number) => sink.append(index, atMs, 1, 0);
  const trend = (index: number, us: number) => sink.append(index, atMs, Math.max(0, us - coarseUs), us);
  count(series.counters.inputs_sent);
  count(step.outcome[outcome]);
  if (outcome !== 'completed') {
    for (const metric of ['first_output', 'turn', 'turn_intended'] as const)
      sink.append(step.censored[metric][outcome], atMs, 1, turnUs);
    return;
  }
  trend(step.firstOutput, firstOutputUs);
  trend(step.firstOutputOfCompleted, firstOutputUs);
  trend(step.turn, turnUs);
  trend(step.turnIntended, turnUs);
  trend(series.reply[0]!, firstOutputUs);
  count(series.counters.outputs);
  count(series.counters.outputs_attributed);
  count(series.endedBy['final-ping']);
}
