import type { Measurements } from '../../src/measure/measurements.ts';
import { drawMs, parseDistribution } from '../../src/platform/distribution.ts';
import { randomStream } from '../../src/platform/random.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunFacts } from '../../src/report/run-facts.ts';
import { scenarioFacts } from '../../src/report/scenario-facts.ts';
import type { Conversation } from '../../src/scenario/scenario.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { conversationOf, sayStep } from './drive-machine.ts';
import { errorCause } from './errors.ts';
import { appendConversation, recorderOf, type SampleTurn, SHAPE } from './sample-run.ts';

const DELAY = parseDistribution('lognormal 400ms 0.5')!;

/** A run with this number of conversations, one every 100 ms; every 40th times out in its second turn. */
export function sampleMeasurements(conversations: number, shape = SHAPE): Measurements {
  const { table, recorder } = recorderOf(shape);
  recorder.observeActiveVus(0, 10);
  for (let number = 0; number < conversations; number++) {
    const stream = randomStream(7, number, 'sample run');
    const atMs = number * 100;
    const draw = (step: number): SampleTurn => {
      const firstOutputUs = Math.round(drawMs(DELAY, stream) * 1000);
      const failed = step === 1 && number % 40 === 39;
      const turnUs = failed ? 30_000_000 : firstOutputUs + 5_000;
      return { step, atMs: atMs + step * 3000, outcome: failed ? 'timed-out' : 'completed', firstOutputUs, turnUs };
    };
    const at = number % shape.conversations.length;
    appendConversation(
      recorder,
      table,
      shape.conversations[at]!.steps.map((_, step) => draw(step)),
      0,
      at,
    );
  }
  recorder.observeActiveVus(conversations * 100, 0);
  return recorder.measurements();
}

export function sampleFacts(overrides: Partial<RunFacts> = {}): RunFacts {
  return {
    run: {
      id: '7f3a',
      name: 'restaurant booking',
      tags: { branch: 'main' },
      startedAt: '2026-01-31T14:25:00.000Z',
      endedAt: '2026-01-31T14:25:45.000Z',
      durationMs: 45_000,
      seed: 42,
      partial: false,
      stopReason: 'time',
    },
    scenario: scenarioFacts({
      name: 'restaurant booking',
      sha256: 'ab'.repeat(32),
      conversations: SHAPE.conversations.map(talkOf),
    }),
    targets: [
      {
        name: 'eu',
        address: 'wss://endpoint.example.test/…1a2b',
        socketio: 4,
        handshake: { eio: 4, pingIntervalMs: 25_000, pingTimeoutMs: 20_000, maxPayload: 1_000_000 },
        ready: 'on endpoint-ready (received after 21.0 ms)',
        preflight: { tcp: 1.2, upgrade: 3.4 },
      },
    ],
    load: {
      model: 'closed',
      description: '10 virtual users for 45s',
      stages: [{ durationMs: 45_000, vus: 10 }],
      maxVus: 10,
    },
    thresholds: [],
    endings: [],
    generator: {
      palaver: '0.1.0',
      node: 'v20.20.0',
      cpus: 2,
      workers: [{ name: 'load 1', samplesLost: 0, loopDelayP99Ms: 1.5, loopDelayMaxMs: 12 }],
    },
    errors: [],
    exemplars: { slowest: [], random: [] },
    settled: true,
    ...overrides,
  };
}

/** A run in which things went wrong: failed turns, errors, thresholds in every state. */
export function sampleReport(conversations = 400): Report {
  const thresholds = [
    'first_output p(95) < 1500ms',
    'first_output{step="hello"} p(95) < 500ms',
    'turn{step="party size"} p(99) < 2s',
    'conversation_completion > 99%',
    'turns_timed_out == 0',
    'goodput > 5/s',
    'reply_gap p95 < 1s',
  ].map(parseThreshold);
  const errors = [
    {
      target: 'eu',
      class: 'timed-out',
      count: Math.floor(conversations / 40),
      example: 'party size: no reply within 30 s (completion: auto), although the connection was open the whole time',
      firstMs: 3900,
      lastMs: 39_900,
      causes: [
        errorCause({
          count: Math.floor(conversations / 40),
          firstMs: 3900,
          lastMs: 39_900,
          sessionId: '7f3a-31',
          traceId: 'trace-31',
          example: 'no reply within 30 s (completion: auto), although the connection was open the whole time',
        }),
      ],
    },
  ];
  const seen = errors.filter(({ count }) => count > 0);
  return buildReport(sampleMeasurements(conversations), sampleFacts({ thresholds, errors: seen }));
}

function talkOf({ name, steps }: (typeof SHAPE.conversations)[number]): Conversation {
  const check = { text: { of: 'any', matcher: { contains: 'table' } } } as const;
  const step = (label: string) => sayStep({ label, text: label, expect: check, think: { kind: 'constant', ms: 2000 } });
  return conversationOf(name, steps.map(step));
}
