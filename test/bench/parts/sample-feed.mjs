/** A run without a network: samples as load threads append them, seeded, so that every feed is the same. */
import { FAILURE_CLASSES } from '../../../.build/endpoint/endpoint-failure.js';
import { SeriesTable } from '../../../.build/measure/series.js';
import { drawMs, parseDistribution } from '../../../.build/platform/distribution.js';
import { randomStream } from '../../../.build/platform/random.js';

/** 2 targets × 2 conversations × 8 steps: about 256 trends. */
export const SHAPE = {
  targets: ['eu', 'us'],
  conversations: ['book a table', 'ask for the hours'].map((name) => ({
    name,
    steps: Array.from({ length: 8 }, (_, index) => `step ${index + 1} of ${name}`),
  })),
  failureClasses: [...FAILURE_CLASSES],
};
const CHECKED = SHAPE.conversations.flatMap(({ name, steps }) => steps.map((step) => ({ conversation: name, step })));
export const TABLE = new SeriesTable(SHAPE);
export const TRENDS = TABLE.keys.flatMap(({ kind }, series) => (kind === 'trend' ? [series] : []));
const COUNTERS = TABLE.keys.flatMap(({ kind }, series) => (kind === 'counter' ? [series] : []));

/** Drawing costs more than recording, so a fixed number of draws is used over and over. */
const stream = randomStream(1, 0, 'sample feed');
const REPLY = parseDistribution('lognormal 400ms 0.5');
const DRAWS_US = Array.from({ length: 65_536 }, () => drawMs(REPLY, stream) * 1000);

/** The `index`-th reply time, µs. */
export function drawUs(index) {
  return DRAWS_US[index % DRAWS_US.length];
}

/** Appends `count` samples due from `fromMs` on over `spanMs`, to all trends and counters in turn, three values per count. */
export function feed(sink, count, fromMs, spanMs, offset = 0) {
  for (let index = 0; index < count; index++) {
    const atMs = fromMs + (index / count) * spanMs;
    const us = drawUs(index * 31 + offset);
    const round = Math.floor(index / 4);
    if (index % 4 === 3) sink.append(COUNTERS[(round + offset) % COUNTERS.length], atMs, 1, 0);
    else sink.append(TRENDS[(index - round + offset) % TRENDS.length], atMs, us, us + 150);
  }
}

/** One example conversation. */
export function exemplar(number, turns, replies) {
  return {
    target: SHAPE.targets[number % 2],
    conversation: SHAPE.conversations[0].name,
    number,
    vu: number,
    sessionId: `plv-1a2b3c-c${number}`,
    outcome: 'completed',
    startedMs: number * 10,
    longestTurnMs: 400 + number,
    turns: Array.from({ length: turns }, (_, index) => ({
      step: `step ${(index % 8) + 1} of book a table`,
      outcome: 'completed',
      endedBy: 'final-ping',
      intendedMs: index * 1000.125,
      sentMs: index * 1000.375,
      endedMs: index * 1001.5,
      replies: Array.from({ length: replies }, () => ({ arrivedMs: index * 1000.75, length: 42, hash: '0123abcd' })),
      traceId: `endpoint-realtimeClient-${number}-${index}-0123456789abcdef`,
    })),
  };
}

/** The facts of a report apart from the measurements. */
export function factsOf(durationMs, findings = { errors: [], exemplars: { slowest: [], random: [] } }) {
  return {
    run: {
      id: '7f3a',
      name: 'bench',
      tags: {},
      startedAt: '2026-01-31T14:25:00.000Z',
      endedAt: '2026-01-31T22:25:00.000Z',
      durationMs,
      seed: 1,
      partial: false,
      stopReason: 'time',
    },
    scenario: {
      name: 'bench',
      sha256: 'ab'.repeat(32),
      maxTurnMs: 30_000,
      medianThinkMs: 1000,
      maxInputs: 8,
      checked: CHECKED,
    },
    targets: SHAPE.targets.map((name) => ({ name, address: `wss://${name}.example.test/…1a2b` })),
    load: { model: 'closed', description: 'bench', stages: [{ durationMs, vus: 100 }], maxVus: 100 },
    thresholds: [],
    endings: [],
    generator: { palaver: 'bench', node: process.version, cpus: 2, workers: [{ name: '1/1', samplesLost: 0 }] },
    ...findings,
    settled: false,
  };
}
