import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/capacity/objective.ts';
import { StepWatch } from '../../src/capacity/step/step-watch.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { SHAPE } from '../support/sample-run.ts';

const TABLE = new SeriesTable(SHAPE);
const SERIES = TABLE.conversation(0, 0);
const STEP = SERIES.steps[0]!;

/** A watch whose clock is set by hand; steady from 1 s on. */
function watchOf(expression: string) {
  const clock = { ms: 0 };
  const watch = new StepWatch(
    [parseObjective(expression)],
    TABLE.keys,
    { fromMs: 1000, longestConversationMs: 20_000 },
    () => clock.ms,
  );
  const sums = (edge: 'upper' | 'lower' = 'upper') => {
    const batches = watch.evidence().objectives[0]!.batches[edge];
    return {
      sum: batches.reduce((sum, batch) => sum + batch.sum, 0),
      of: batches.reduce((sum, { of }) => sum + of, 0),
    };
  };
  const send = (dueMs: number) => watch.append(SERIES.counters.inputs_sent, dueMs, 1, 0);
  const end = (dueMs: number, loMs: number, hiMs = loMs) => {
    watch.append(STEP.turn, dueMs, loMs * 1000, hiMs * 1000);
    watch.append(STEP.firstOutput, dueMs, loMs * 1000, hiMs * 1000);
    watch.append(STEP.outcome.completed, dueMs, 1, 0);
  };
  const fail = (dueMs: number, waitedMs: number) => {
    watch.append(STEP.censored.turn['timed-out'], dueMs, 1, waitedMs * 1000);
    watch.append(STEP.outcome['timed-out'], dueMs, 1, 0);
  };
  return { watch, clock, sums, send, end, fail };
}

describe('the counts of a running step', () => {
  it('include turns that missed the limit, by both bounds, after the warm-up', () => {
    const { clock, sums, end } = watchOf('turn p95 < 300ms');
    end(900, 400);
    end(1000, 299, 299.9);
    end(1500, 290, 310);
    end(1600, 300);
    clock.ms = 5000;
    expect(sums('upper')).toEqual({ sum: 2, of: 3 });
    expect(sums('lower')).toEqual({ sum: 1, of: 3 });
  });

  it('include a failed turn as a miss, and no interrupted one', () => {
    const { watch, clock, sums, fail } = watchOf('turn p95 < 40s');
    fail(1200, 30_000);
    watch.append(STEP.censored.turn.interrupted, 1300, 1, 10_000);
    clock.ms = 60_000;
    expect(sums()).toEqual({ sum: 1, of: 1 });
  });

  it('include a turn in flight as a miss once it has lasted longer than the limit, and not before', () => {
    const { clock, sums, send, end } = watchOf('turn p95 < 300ms');
    send(1000);
    clock.ms = 1250;
    expect(sums()).toEqual({ sum: 0, of: 0 });
    clock.ms = 1500;
    expect(sums()).toEqual({ sum: 1, of: 1 });
    end(1000, 600);
    expect(sums()).toEqual({ sum: 1, of: 1 });
  });

  it('do not include a turn as a miss whose first reply may have arrived, until the usual turn duration', () => {
    const { clock, sums, send, end } = watchOf('first_output p95 < 300ms');
    send(1000);
    end(1000, 2000);
    send(3500);
    clock.ms = 5500;
    expect(sums()).toEqual({ sum: 1, of: 1 });
    clock.ms = 6000;
    expect(sums()).toEqual({ sum: 2, of: 2 });
  });

  it('exclude times of which only the fast turns are known', () => {
    const { clock, sums, send, end } = watchOf('turn p95 < 9s');
    for (const dueMs of [1000, 1100, 1200, 1300]) send(dueMs);
    for (const dueMs of [1000, 1100, 1300]) end(dueMs, 20);
    clock.ms = 2000;
    expect(sums()).toEqual({ sum: 0, of: 2 });
    end(1200, 1500);
    clock.ms = 2800;
    expect(sums()).toEqual({ sum: 0, of: 4 });
  });

  it('include only turns in flight that may belong to the step', () => {
    const { clock, sums, send, end } = watchOf('turn{step="hello"} p95 < 300ms');
    send(1000);
    end(1100, 20);
    clock.ms = 5000;
    expect(sums()).toEqual({ sum: 0, of: 1 });
  });

  it('include conversations by start time, up to the first that is still running', () => {
    const { watch, clock, sums } = watchOf('conversation_completion > 99%');
    const { conversations_started, conversations_completed, conversations_failed } = SERIES.counters;
    for (const atMs of [100, 500, 2000, 2500]) watch.append(conversations_started, atMs, 1, 0);
    clock.ms = 3000;
    watch.append(conversations_completed, 100, 1, 0);
    // Failed ones end early: they would be too many without those that began beside them.
    watch.append(conversations_failed, 2000, 1, 0);
    watch.append(conversations_failed, 2500, 1, 0);
    clock.ms = 5000;
    expect(sums()).toEqual({ sum: 0, of: 1 });
    watch.append(conversations_completed, 500, 1, 0);
    expect(sums()).toEqual({ sum: 2, of: 4 });
  });

  it('exclude a conversation above the maximum duration, and stop waiting for it', () => {
    const { watch, clock, sums } = watchOf('conversation_completion > 99%');
    const { conversations_started, conversations_completed } = SERIES.counters;
    for (const atMs of [100, 500]) watch.append(conversations_started, atMs, 1, 0);
    watch.append(conversations_completed, 500, 1, 0);
    clock.ms = 20_000;
    expect(sums()).toEqual({ sum: 0, of: 0 });
    clock.ms = 21_000;
    expect(sums()).toEqual({ sum: 0, of: 1 });
  });

  it('treat a conversation as too long once it exceeds the maximum duration', () => {
    const { watch, clock, sums } = watchOf('conversation p(95) < 3s');
    watch.append(SERIES.counters.conversations_started, 100, 1, 0);
    clock.ms = 3000;
    expect(sums()).toEqual({ sum: 0, of: 0 });
    clock.ms = 4000;
    expect(sums()).toEqual({ sum: 1, of: 1 });
  });

  it('include failed turns in a mean with their waiting time', () => {
    const { clock, sums, end, fail } = watchOf('turn mean < 300ms');
    end(1200, 100);
    fail(1300, 800);
    clock.ms = 5000;
    expect(sums()).toEqual({ sum: 900_000, of: 2 });
  });

  it('include turns in flight over time', () => {
    const { watch, clock, send, end } = watchOf('turn p95 < 300ms');
    for (clock.ms = 1000; clock.ms < 2000; clock.ms += 100) {
      send(clock.ms);
      watch.observe();
    }
    end(1000, 900);
    watch.observe();
    clock.ms = 2000;
    const flying = watch
      .evidence()
      .inFlight.filter(({ of }) => of > 0)
      .map(({ sum, of }) => sum / of);
    expect(flying[0]).toBe(1);
    expect(flying.at(-1)).toBeGreaterThanOrEqual(9);
    expect(watch.evidence().turns).toBe(1);
  });

  it('include what ended since the first evaluation after the warm-up, and the duration', () => {
    const { watch, clock, end } = watchOf('turn p95 < 300ms');
    clock.ms = 1060;
    end(950, 20);
    watch.observe();
    clock.ms = 1160;
    end(1050, 20);
    watch.observe();
    expect(watch.evidence()).toMatchObject({ turns: 1, countedMs: 100, steadyMs: 160 });
  });
});
