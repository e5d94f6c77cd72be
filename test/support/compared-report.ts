import type { Recorder } from '../../src/measure/recorder/recorder.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunFacts } from '../../src/report/run-facts.ts';
import { normalDraws } from './random-series.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from './sample-run.ts';

export interface ComparedRun {
  readonly id: string;
  readonly seed: number;
  /** Default 120. */
  readonly seconds?: number;
  /** Conversations of two turns each, per second. Default 5. */
  readonly perSecond?: number;
  /** Factor of the duration of turns, around 400 ms. Default 1. */
  readonly factor?: number;
  /** Factor of the second step alone. Default 1. */
  readonly secondStep?: number;
  /** Every n-th conversation times out in its second turn. */
  readonly failEach?: number;
  /** Every n-th is interrupted in it. */
  readonly interruptEach?: number;
  readonly facts?: Partial<RunFacts>;
  readonly shape?: typeof SHAPE;
}

/** A run whose turns are independent and lognormal(0.4), recorded. `shard`: source of its snapshots. */
export function comparedRecorder(run: Omit<ComparedRun, 'id' | 'facts'>, shard?: string): Recorder {
  const {
    seed,
    seconds = 120,
    perSecond = 5,
    factor = 1,
    secondStep = 1,
    failEach,
    interruptEach,
    shape = SHAPE,
  } = run;
  const { table, recorder } = recorderOf(shape, shard);
  const draw = normalDraws(seed, 'compared run');
  recorder.observeActiveVus(0, 10);
  for (let number = 0; number < seconds * perSecond; number++) {
    const atMs = (number * 1000) / perSecond;
    const isOneOf = (each: number | undefined) => each !== undefined && number % each === each - 1;
    const stopped = isOneOf(interruptEach)
      ? ('interrupted' as const)
      : isOneOf(failEach)
        ? ('timed-out' as const)
        : undefined;
    const turns = [1, secondStep].map((slower, step) => {
      const firstOutputUs = Math.round(400_000 * factor * slower * Math.exp(0.4 * draw()));
      const outcome = stopped !== undefined && step === 1 ? stopped : ('completed' as const);
      const turnUs = outcome === 'completed' ? firstOutputUs + 20_000 : 30_000_000;
      return { step, atMs: atMs + step * 500, outcome, firstOutputUs, turnUs };
    });
    appendConversation(recorder, table, turns, number % shape.targets.length);
  }
  recorder.observeActiveVus(seconds * 1000, 0);
  return recorder;
}

/** The report of such a run, as buildReport makes it. */
export function comparedReport(run: ComparedRun): Report {
  const { id, seconds = 120 } = run;
  const recorder = comparedRecorder(run);
  const facts = sampleFacts(run.facts);
  const durationMs = seconds * 1000;
  const load = {
    ...facts.load,
    stages: [
      { durationMs: 0, vus: 10 },
      { durationMs, vus: 10 },
    ],
  };
  return buildReport(recorder.measurements(), {
    ...facts,
    load: run.facts?.load ?? { ...load, description: `10 virtual users for ${seconds}s` },
    run: { ...facts.run, id, durationMs },
  });
}
