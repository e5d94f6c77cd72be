import type { ExemplarConversation } from '../../src/measure/exemplars.ts';
import { drawMs, parseDistribution } from '../../src/platform/distribution.ts';
import { randomStream } from '../../src/platform/random.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf, type SampleTurn } from './sample-run.ts';

export interface WideRun {
  readonly steps: number;
  readonly durationMs: number;
  /** Time between the starts of two conversations. */
  readonly everyMs: number;
}

const DELAY = parseDistribution('lognormal 400ms 0.7')!;
const TURN_EVERY_MS = 5000;
/** The slowest and the random exemplars are chosen from these. */
const OFFERED = 400;

/** One conversation of many steps, repeated; every 50th fails in its last turn. Some become exemplars. */
export function wideReport({ steps, durationMs, everyMs }: WideRun): Report {
  const labels = Array.from({ length: steps }, (_, step) => `step ${step + 1}: would there be a table`);
  const shape = {
    targets: ['eu'],
    conversations: [{ name: 'a long talk', steps: labels }],
    failureClasses: ['refused'],
  };
  const { table, recorder } = recorderOf(shape);
  recorder.observeActiveVus(0, 10);
  const kept: ExemplarConversation[] = [];
  for (let number = 0; number * everyMs < durationMs; number++) {
    const turns = drawTurns(number, number * everyMs, steps);
    appendConversation(recorder, table, turns);
    if (number < OFFERED) kept.push(exemplarOf(number, turns, labels));
  }
  recorder.observeActiveVus(durationMs, 0);
  const { run, ...facts } = sampleFacts();
  const exemplars = { slowest: kept, random: kept };
  return buildReport(recorder.measurements(), { ...facts, exemplars, run: { ...run, durationMs } });
}

function drawTurns(number: number, atMs: number, steps: number): SampleTurn[] {
  const stream = randomStream(11, number, 'wide run');
  return Array.from({ length: steps }, (_, step) => {
    const firstOutputUs = Math.round(drawMs(DELAY, stream) * 1000);
    const failed = number % 50 === 49 && step === steps - 1;
    return {
      step,
      atMs: atMs + step * TURN_EVERY_MS,
      outcome: failed ? 'timed-out' : 'completed',
      firstOutputUs,
      turnUs: failed ? 30_000_000 : firstOutputUs + Math.round(drawMs(DELAY, stream) * 1000),
    };
  });
}

function exemplarOf(number: number, turns: readonly SampleTurn[], labels: readonly string[]): ExemplarConversation {
  return {
    target: 'eu',
    conversation: 'a long talk',
    number,
    vu: number % 10,
    sessionId: `plv-wide-run-c${number}`,
    outcome: turns.at(-1)!.outcome,
    startedMs: turns[0]!.atMs,
    longestTurnMs: Math.max(...turns.map(({ turnUs }) => turnUs)) / 1000,
    turns: turns.map(({ step, atMs, outcome, firstOutputUs, turnUs }) => {
      const after = (us: number) => (atMs * 1000 + us) / 1000;
      return {
        step: labels[step]!,
        outcome,
        endedBy: 'final-ping',
        intendedMs: atMs,
        sentMs: after(400),
        endedMs: after(turnUs),
        utterance: { length: 24, hash: 'd4c3b2a1', template: labels[step]! },
        replies: [firstOutputUs, turnUs].map((us) => ({ arrivedMs: after(us), length: 40, hash: 'a1b2c3d4' })),
        traceId: `endpoint-realtimeClient-00000000-0000-4000-8000-${String(number * 1000 + step).padStart(12, '0')}`,
      };
    }),
  };
}
