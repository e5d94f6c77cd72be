import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/capacity/objective.ts';
import { encodedWatchSchema, type StepEvidence, StepWatch } from '../../src/capacity/step/step-watch.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { SHAPE } from '../support/sample-run.ts';

const OBJECTIVES = [
  'turn p(95) < 300ms',
  'first_output p(90) < 200ms',
  'turn{step="hello"} p(95) < 250ms',
  'turn mean < 300ms',
  'conversation p(95) < 3s',
  'conversation_completion > 90%',
  'turn_failure < 5%',
  'disconnects count < 9',
].map(parseObjective);
const { keys } = new SeriesTable(SHAPE);
/** Samples of other series change nothing. */
const COUNTED = [...keys.keys()].filter((series) =>
  /^(inputs_sent|turns_|turn$|first_output|conversation)/.test(keys[series]!.metric),
);
const TIMES = { fromMs: 1000, longestConversationMs: 2000 };
const END_MS = 6000;

/** A sample, as a load thread appends it, and when it arrives. */
interface Arrival {
  readonly watch: number;
  readonly series: number;
  readonly dueMs: number;
  readonly delayMs: number;
  readonly lo: number;
  readonly hi: number;
}

const arrivals = fc.array(
  fc.record({
    watch: fc.nat({ max: 9 }),
    series: fc.constantFrom(...COUNTED),
    dueMs: fc.nat({ max: END_MS }),
    delayMs: fc.nat({ max: 1500 }),
    lo: fc.nat({ max: 400_000 }),
    // A few are much longer than the others.
    hi: fc.oneof({ weight: 20, arbitrary: fc.nat({ max: 400_000 }) }, fc.nat({ max: 4_000_000 })),
  }),
  { minLength: 1, maxLength: 400, size: 'max' },
);

/** A trend has two bounds, everything else a count of 1. */
function append(watch: StepWatch, { series, dueMs, lo, hi }: Arrival): void {
  if (keys[series]!.kind === 'trend') watch.append(series, dueMs, Math.min(lo, hi), Math.max(lo, hi));
  else watch.append(series, dueMs, 1, keys[series]!.kind === 'counter' ? 0 : hi);
}

/** `count` watches, among which the samples are divided; each observes at the same instants. */
function watched(samples: readonly Arrival[], count: number): readonly StepWatch[] {
  let nowMs = 0;
  const watches = Array.from({ length: count }, () => new StepWatch(OBJECTIVES, keys, TIMES, () => nowMs));
  const ordered = samples.toSorted((left, right) => left.dueMs + left.delayMs - right.dueMs - right.delayMs);
  let next = 0;
  for (nowMs = 100; nowMs <= END_MS; nowMs += 100) {
    for (; next < ordered.length && ordered[next]!.dueMs + ordered[next]!.delayMs <= nowMs; next += 1)
      append(watches[ordered[next]!.watch % count]!, ordered[next]!);
    for (const watch of watches) watch.observe();
  }
  nowMs = END_MS;
  return watches;
}

function evidenceOfSum(watches: readonly StepWatch[]): StepEvidence {
  const sum = new StepWatch(OBJECTIVES, [], TIMES, () => END_MS);
  for (const watch of watches) sum.merge(encodedWatchSchema.parse(JSON.parse(JSON.stringify(watch.encode()))));
  return sum.evidence();
}

describe('the sum of the watches of several load generators', () => {
  it('is the evidence of one that had all of their samples', () => {
    const seen = { turns: 0, misses: 0, inFlight: 0, stalled: 0 };
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 5 }), (samples, count) => {
        const [one] = watched(samples, 1);
        const whole = one!.evidence();
        expect(evidenceOfSum(watched(samples, count))).toEqual(whole);
        seen.turns += whole.turns;
        seen.misses += whole.objectives[0]!.worst.sum;
        seen.inFlight += whole.inFlight.reduce((sum, batch) => sum + Math.abs(batch.sum), 0);
        seen.stalled += whole.objectives[0]!.stalled;
      }),
      { numRuns: 100, seed: 18 },
    );
    // Every part of the evidence was compared.
    expect(Object.values(seen).every((total) => total !== 0)).toBe(true);
  });

  it('has the turns in flight of the next observation where a watch was late', () => {
    let nowMs = 0;
    const [punctual, late] = [0, 1].map(() => new StepWatch(OBJECTIVES, keys, TIMES, () => nowMs));
    const sent = keys.findIndex(({ metric }) => metric === 'inputs_sent');
    for (const watch of [punctual!, late!]) watch.append(sent, 0, 5, 0);
    for (nowMs = 1000; nowMs <= END_MS; nowMs += 100) {
      punctual!.observe();
      if (nowMs % 1000 === 0) late!.observe();
    }
    const { inFlight } = evidenceOfSum([punctual!, late!]);
    expect(inFlight.map(({ sum, of }) => sum / of)).toEqual(Array.from({ length: 10 }, () => 10));
  });
});
