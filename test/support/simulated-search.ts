import { boundsOf, nextStep, type SearchRange, type TestedLoad } from '../../src/capacity/capacity-search.ts';
import { parseObjective } from '../../src/capacity/objective.ts';
import { StepJudge } from '../../src/capacity/step/step-judge.ts';
import { StepWatch } from '../../src/capacity/step/step-watch.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { tee } from '../../src/measure/sample.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { SHAPE } from './sample-run.ts';
import type { SimulatedTurn } from './simulated-endpoint.ts';

export interface SearchTerms {
  readonly objective: string;
  readonly range: SearchRange;
  readonly warmUpMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly holdMs: number;
}

/** What the endpoint would do at a load, from the start of a step to its longest possible end. */
export type Simulation = (load: number, untilMs: number, trial: number) => readonly SimulatedTurn[];

/** A complete search against a simulated endpoint: the same rules and order of loads, without a clock. */
export function simulateSearch(terms: SearchTerms, simulate: Simulation) {
  const tested: TestedLoad[] = [];
  for (;;) {
    const next = nextStep(terms.range, tested);
    if (next.kind === 'end') return { tested, status: next.status, ...boundsOf(tested) };
    if (tested.length > 60) throw new Error('the search does not end');
    const minMs = next.kind === 'confirm' ? terms.holdMs : terms.minMs;
    const turns = simulate(next.load, terms.warmUpMs + terms.maxMs, tested.length);
    tested.push({ ...next, outcome: judgeTurns(turns, { ...terms, minMs }, next.kind === 'confirm') });
  }
}

const TABLE = new SeriesTable(SHAPE);
const SERIES = TABLE.conversation(0, 0);
const GRAIN_MS = 100;

/** Delivers the samples of a load thread in steps of time. */
function judgeTurns(turns: readonly SimulatedTurn[], terms: SearchTerms, mustProve: boolean) {
  const objective = parseObjective(terms.objective);
  let nowMs = 0;
  const watch = new StepWatch(
    [objective],
    TABLE.keys,
    { fromMs: terms.warmUpMs, longestConversationMs: 0 },
    () => nowMs,
  );
  const recorder = new Recorder(TABLE, '1/1', [{ fromMs: terms.warmUpMs, toMs: Number.POSITIVE_INFINITY }]);
  const sink = tee(watch, recorder);
  const judge = new StepJudge({ minMs: terms.minMs, maxMs: terms.maxMs, mustProve });
  const sent = [...turns].sort((left, right) => left.dueMs - right.dueMs);
  const ended = [...turns].sort((left, right) => left.endMs - right.endMs);
  let [nextSent, nextEnded] = [0, 0];
  for (nowMs = GRAIN_MS; ; nowMs += GRAIN_MS) {
    for (; nextSent < sent.length && sent[nextSent]!.dueMs <= nowMs; nextSent += 1)
      sink.append(SERIES.counters.inputs_sent, sent[nextSent]!.dueMs, 1, 0);
    for (; nextEnded < ended.length && ended[nextEnded]!.endMs <= nowMs; nextEnded += 1) {
      const { dueMs, endMs } = ended[nextEnded]!;
      const us = (endMs - dueMs) * 1000;
      sink.append(SERIES.steps[0]!.turn, dueMs, us, us);
      sink.append(SERIES.steps[0]!.outcome.completed, dueMs, 1, 0);
    }
    watch.observe();
    const steadyMs = nowMs - terms.warmUpMs;
    if (!judge.isDue(steadyMs)) continue;
    const plain = evaluateThreshold(objective.threshold, recorder.readings(), steadyMs);
    const { outcome } = judge.check(watch.evidence(), [plain]).judgement;
    if (outcome !== 'open') return outcome;
  }
}
