import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OBJECTIVE, type Objective, parseObjective } from '../../src/capacity/objective.ts';
import { StepJudge } from '../../src/capacity/step/step-judge.ts';
import { StepWatch } from '../../src/capacity/step/step-watch.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { tee } from '../../src/measure/sample.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { SHAPE } from '../support/sample-run.ts';

const TABLE = new SeriesTable(SHAPE);
const SERIES = TABLE.conversation(0, 0);
const STEP = SERIES.steps[0]!;
const WARM_UP_MS = 2000;
const LIMIT_MS = 300;
const LATENCY = parseObjective(`turn p(95) < ${LIMIT_MS}ms`);
const FAILURE = parseObjective('turn_failure < 10%');
const OBJECTIVES: readonly Objective[] = [LATENCY, FAILURE, DEFAULT_OBJECTIVE];

/** What becomes of a conversation that begins at `atMs`, after one turn that takes `tookMs`. */
interface Talk {
  readonly atMs: number;
  readonly tookMs: number;
  readonly end: 'completes' | 'fails' | 'hangs' | 'is refused';
}

interface Change {
  readonly atMs: number;
  readonly append: (sink: { append(series: number, atMs: number, lo: number, hi: number): void }) => void;
}

/** The samples of a conversation, each when it is handed over. */
function changesOf({ atMs, tookMs, end }: Talk): Change[] {
  const { counters, connectsFailed } = SERIES;
  const count = (series: number) => (sink: Parameters<Change['append']>[0]) => sink.append(series, atMs, 1, 0);
  const begun = { atMs, append: count(counters.conversations_started) };
  const refused = Object.values(connectsFailed)[0]!;
  if (end === 'is refused')
    return [
      begun,
      { atMs: atMs + 5, append: count(refused) },
      { atMs: atMs + 5, append: count(counters.conversations_failed) },
    ];
  const said = { atMs, append: count(counters.inputs_sent) };
  if (end === 'hangs') return [begun, said];
  const endMs = atMs + tookMs;
  const us = tookMs * 1000;
  const turn: Change =
    end === 'completes'
      ? {
          atMs: endMs,
          append: (sink) => {
            sink.append(STEP.outcome.completed, atMs, 1, 0);
            sink.append(STEP.turn, atMs, us, us);
          },
        }
      : {
          atMs: endMs,
          append: (sink) => {
            sink.append(STEP.outcome.errored, atMs, 1, 0);
            sink.append(STEP.censored.turn.errored, atMs, 1, us);
          },
        };
  const ended = end === 'completes' ? counters.conversations_completed : counters.conversations_failed;
  return [begun, said, turn, { atMs: endMs, append: count(ended) }];
}

/** Runs a step with such conversations; the outcome, and when it was decided. */
function judge(talks: readonly Talk[], minMs: number, mustProve: boolean) {
  let nowMs = 0;
  const watch = new StepWatch(OBJECTIVES, TABLE.keys, { fromMs: WARM_UP_MS, longestConversationMs: 1000 }, () => nowMs);
  const recorder = new Recorder(TABLE, '1/1', [{ fromMs: WARM_UP_MS, toMs: Number.POSITIVE_INFINITY }]);
  const sink = tee(watch, recorder);
  const rules = { minMs, maxMs: 2 * minMs, mustProve };
  const judge = new StepJudge(rules);
  const changes = talks.flatMap(changesOf).sort((left, right) => left.atMs - right.atMs);
  let next = 0;
  for (nowMs = 100; ; nowMs += 100) {
    for (; next < changes.length && changes[next]!.atMs <= nowMs; next += 1) changes[next]!.append(sink);
    watch.observe();
    const steadyMs = nowMs - WARM_UP_MS;
    if (!judge.isDue(steadyMs)) continue;
    const plain = OBJECTIVES.map(({ threshold }) => evaluateThreshold(threshold, recorder.readings(), steadyMs));
    const { outcome, objectives } = judge.check(watch.evidence(), plain).judgement;
    if (outcome !== 'open') return { outcome, objectives, atMs: nowMs };
  }
}

/** Counted from the conversations themselves: the largest share of misses that is still possible at an instant. */
function worstShares(talks: readonly Talk[], atMs: number) {
  const begun = talks.filter((talk) => talk.atMs <= atMs);
  const isOver = (talk: Talk) =>
    talk.end !== 'hangs' && talk.atMs + (talk.end === 'is refused' ? 5 : talk.tookMs) <= atMs;
  const said = begun.filter(({ end }) => end !== 'is refused');
  const steady = said.filter((talk) => talk.atMs >= WARM_UP_MS || !isOver(talk));
  const slow = steady.filter((talk) => !isOver(talk) || talk.end === 'fails' || talk.tookMs >= LIMIT_MS);
  const completed = begun.filter((talk) => isOver(talk) && talk.end === 'completes');
  const longestMs = Math.max(0, ...completed.map(({ tookMs }) => tookMs));
  // Under way for longer than any turn that completed.
  const stalled = said.filter((talk) => !isOver(talk) && atMs - talk.atMs > longestMs + 200);
  const lost = begun.filter((talk) => isOver(talk) && talk.end !== 'completes');
  return {
    latency: slow.length / steady.length,
    completion: (lost.length + stalled.length) / (lost.length + stalled.length + completed.length),
  };
}

/** Conversations that begin every so often, some of which end badly from some instant on. */
const talksArbitrary = fc
  .record({
    everyMs: fc.integer({ min: 20, max: 400 }),
    badFromMs: fc.integer({ min: 0, max: 14_000 }),
    badShare: fc.constantFrom(0, 0.01, 0.03, 0.08, 0.12, 0.5, 1),
    end: fc.constantFrom('completes', 'fails', 'hangs', 'is refused'),
    minMs: fc.integer({ min: 3000, max: 10_000 }),
    mustProve: fc.boolean(),
    picks: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 50, maxLength: 50 }),
  })
  .map(({ everyMs, badFromMs, badShare, end, minMs, mustProve, picks }) => {
    const talks = Array.from({ length: Math.ceil(24_000 / everyMs) }, (_, index): Talk => {
      const atMs = index * everyMs;
      const isBad = atMs >= badFromMs && picks[index % 50]! < badShare;
      const tookMs = 50 + 200 * picks[(index * 7) % 50]!;
      return {
        atMs,
        tookMs: isBad && end === 'completes' ? tookMs + LIMIT_MS : tookMs,
        end: isBad ? end : 'completes',
      };
    });
    return { talks, minMs, mustProve };
  });

describe('a tested load', () => {
  it('is only sustained if every objective is met whatever happens to turns in flight', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(talksArbitrary, ({ talks, minMs, mustProve }) => {
        const { outcome, objectives, atMs } = judge(talks, minMs, mustProve);
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        if (outcome !== 'held') return;
        expect(objectives.map(({ state }) => state)).toEqual(['good', 'good', 'good']);
        const worst = worstShares(talks, atMs);
        expect(worst.latency).toBeLessThan(LATENCY.kind === 'misses' ? LATENCY.allowed : 0);
        expect(worst.completion).toBeLessThan(DEFAULT_OBJECTIVE.kind === 'misses' ? DEFAULT_OBJECTIVE.allowed : 0);
      }),
      { numRuns: 400, seed: 15 },
    );
    // The property has something to say: loads hold, look good and fail.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['held', 'unproven', 'failed']));
  });

  it.each([
    [
      'hang from the warm-up on',
      (index: number): Talk['end'] => (index % 2 === 0 && index < 40 ? 'hangs' : 'completes'),
      0,
    ],
    ['hang shortly before the decision', (index: number): Talk['end'] => (index > 230 ? 'hangs' : 'completes'), 0],
    ['are refused, one of eight', (index: number): Talk['end'] => (index % 8 === 0 ? 'is refused' : 'completes'), 0],
  ])('is not sustained while its users %s', (_what, endOf) => {
    const talks = Array.from({ length: 600 }, (_, index) => ({ atMs: index * 50, tookMs: 100, end: endOf(index) }));
    expect(judge(talks, 10_000, true).outcome).not.toBe('held');
    const well = talks.map((talk) => ({ ...talk, end: 'completes' as const }));
    expect(judge(well, 10_000, true).outcome).toBe('held');
  });
});
