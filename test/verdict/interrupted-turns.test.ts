import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TurnOutcome } from '../../src/measure/metrics.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { WindowScope } from '../../src/verdict/scopes/window-scope.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

const TIMEOUT_MS = 30_000;
const RUN_MS = 20_000;

/** What would have come of a turn if nobody had stopped it: a conversation of one turn, said at `atMs`. */
interface Truth {
  readonly atMs: number;
  readonly outcome: Exclude<TurnOutcome, 'interrupted'>;
  readonly tookMs: number;
}

const truth = fc
  .record({
    atMs: fc.nat({ max: RUN_MS - 1 }),
    outcome: fc.constantFrom('completed', 'completed', 'completed', 'timed-out', 'errored', 'silent'),
    tookMs: fc.integer({ min: 1, max: TIMEOUT_MS }),
  })
  .map((turn): Truth => (turn.outcome === 'timed-out' ? { ...turn, tookMs: TIMEOUT_MS } : turn) as Truth);
const truths = fc.array(truth, { minLength: 1, maxLength: 60 });
/** When the run is stopped: every turn that is still open then is interrupted. */
const stopMs = fc.integer({ min: 1, max: RUN_MS + TIMEOUT_MS });

function recorded(turns: readonly Truth[], untilMs: number) {
  const { table, recorder } = recorderOf();
  for (const turn of turns.filter(({ atMs }) => atMs < untilMs)) append(recorder, table, turn, untilMs);
  return { table, recorder };
}

function append(
  sink: Parameters<typeof appendConversation>[0],
  table: Parameters<typeof appendConversation>[1],
  turn: Truth,
  untilMs: number,
) {
  const { atMs, outcome, tookMs } = turn;
  const isOpen = atMs + tookMs > untilMs;
  const us = (isOpen ? untilMs - atMs : tookMs) * 1000;
  const seen: TurnOutcome = isOpen ? 'interrupted' : outcome;
  appendConversation(sink, table, [{ step: 0, atMs, outcome: seen, firstOutputUs: us, turnUs: us, coarseUs: 0 }]);
}

const EXPRESSIONS = fc
  .tuple(
    fc.constantFrom(
      'turn p(50)',
      'turn p(90)',
      'turn p(95)',
      'turn max',
      'turn min',
      'turn mean',
      'turn count',
      'first_output p(50)',
      'turn_intended p(90)',
      'conversation_completion',
      'turn_failure',
      'goodput',
      'turns_timed_out',
      'turns_completed',
      'conversations_failed',
      'conversations_met',
    ),
    fc.constantFrom('<', '<=', '>', '>=', '=='),
    fc.integer({ min: 0, max: 100 }),
  )
  .map(([metric, operator, size]) => `${metric} ${operator} ${limitOf(metric, size)}`);

function limitOf(metric: string, size: number): string {
  if (/_completion|_failure/.test(metric)) return `${size}%`;
  if (metric === 'goodput') return `${size / 50}/s`;
  return /count|^turns_|^conversations_/.test(metric) ? String(size) : `${size * 300 + 1}ms`;
}

/** A mean takes every failed turn for the shortest of its kind: those of one length are all of one. */
function judgeable(expression: string, turns: readonly Truth[]): readonly Truth[] {
  if (!expression.includes('mean')) return turns;
  return turns.map((turn) => (turn.outcome === 'timed-out' ? turn : { ...turn, outcome: 'completed' }));
}

/** What comes of it without interruption. A mean or minimum of failed turns alone has no data: it confirms either. */
function decidedAs(state: string, judge: (untilMs: number) => string): string {
  const whole = judge(Number.POSITIVE_INFINITY);
  return whole === 'no-data' ? state : whole;
}

describe('a threshold of a stopped run', () => {
  it('passes or fails only if the outcome of the interrupted turns cannot change that', () => {
    const decided = new Map<string, number>();
    fc.assert(
      fc.property(truths, stopMs, EXPRESSIONS, (turns, untilMs, expression) => {
        const threshold = { ...parseThreshold(expression), minSamples: 1 };
        const begun = judgeable(expression, turns).filter(({ atMs }) => atMs < untilMs);
        const judge = (until: number) =>
          evaluateThreshold(threshold, recorded(begun, until).recorder.readings(), RUN_MS, TIMEOUT_MS).state;
        const state = judge(untilMs);
        decided.set(state, (decided.get(state) ?? 0) + 1);
        if (state === 'pass' || state === 'fail')
          expect([expression, state]).toEqual([expression, decidedAs(state, judge)]);
      }),
      { numRuns: 1500, seed: 7 },
    );
    // The property means nothing where nothing, or everything, is decided.
    for (const state of ['pass', 'fail', 'inconclusive']) expect(decided.get(state)).toBeGreaterThan(100);
  });

  it('is conclusive if nothing was interrupted', () => {
    fc.assert(
      fc.property(truths, EXPRESSIONS, (turns, expression) => {
        const readings = recorded(turns, Infinity).recorder.readings();
        const threshold = { ...parseThreshold(expression), minSamples: 1 };
        const { state, interrupted } = evaluateThreshold(threshold, readings, RUN_MS, TIMEOUT_MS);
        expect(state).not.toBe('inconclusive');
        expect(interrupted).toBeUndefined();
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('on a share of windows also agrees with the evaluation of all values', () => {
    const times = { steady: [], measured: [{ fromMs: 0, toMs: RUN_MS }], longestTurnMs: TIMEOUT_MS };
    const late = RUN_MS + 2 * TIMEOUT_MS;
    fc.assert(
      fc.property(truths, stopMs, EXPRESSIONS, fc.constantFrom(0.5, 1), (turns, untilMs, expression, share) => {
        const threshold = { ...parseThreshold(expression), minSamples: 1 };
        const begun = judgeable(expression, turns).filter(({ atMs }) => atMs < untilMs);
        const judge = (until: number) => {
          const { table } = recorderOf();
          const scope = new WindowScope(threshold, share, times, table.keys);
          for (const turn of begun) append(scope, table, turn, until);
          return scope.result(late).state;
        };
        const state = judge(untilMs);
        if (state === 'pass' || state === 'fail')
          expect([expression, state]).toEqual([expression, decidedAs(state, judge)]);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('half of the users hang, and the graceful stop is shorter than the timeout', () => {
  const turns: Truth[] = [
    ...Array.from({ length: 40 }, (_, at): Truth => ({ atMs: at * 100, outcome: 'completed', tookMs: 50 })),
    ...Array.from({ length: 40 }, (_, at): Truth => ({ atMs: at * 100, outcome: 'timed-out', tookMs: TIMEOUT_MS })),
  ];
  const readings = recorded(turns, 10_000).recorder.readings();

  it.each([
    ['conversation_completion > 99%', 'inconclusive'],
    ['conversation_completion > 40%', 'pass'],
    ['turn_failure < 1%', 'inconclusive'],
    ['first_output p(95) < 500ms', 'fail'],
    ['first_output p(40) < 500ms', 'pass'],
    ['turn max < 20s', 'inconclusive'],
    ['turns_timed_out == 0', 'inconclusive'],
    ['connects_failed == 0', 'pass'],
  ])('%s: %s', (expression, state) => {
    expect(evaluateThreshold(parseThreshold(expression), readings, RUN_MS, TIMEOUT_MS)).toMatchObject({ state });
  });
});
