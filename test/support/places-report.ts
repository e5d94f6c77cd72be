import { closedLoad } from '../../src/load/closed-load.ts';
import type { Report } from '../../src/report/report.ts';
import { mergeShards } from '../../src/run/shards/merge-shards.ts';
import type { NamedShard } from '../../src/run/shards/shard-identity.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { ScopedThresholds } from '../../src/verdict/scoped-thresholds.ts';
import { normalDraws } from './random-series.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from './sample-run.ts';

/** Round trips of the network, ms, by place and target. */
export const ROUND_TRIPS = {
  frankfurt: { eu: 20, us: 90 },
  virginia: { eu: 95, us: 15 },
} as const;
/** Time of the bot itself, ms. */
export const BOT_MS = { eu: 300, us: 250 } as const;
const TARGETS = ['eu', 'us'] as const;

type Place = keyof typeof ROUND_TRIPS;

export interface PlacesRun {
  /** Of each shard. */
  readonly places?: readonly (Place | undefined)[];
  readonly thresholds?: readonly string[];
  /** Number of shards of the run; default: all are there. */
  readonly count?: number;
  /** Default 40. */
  readonly seconds?: number;
  /** Factors of the time of the bot as seen from a place; default 1. */
  readonly factors?: Readonly<Partial<Record<Place, number>>>;
}

/** Shards at two targets, each with a turn per second and target; their latency is the bot's and that of their network. */
export function placesShards({
  places = ['frankfurt', 'virginia', 'frankfurt'],
  thresholds = [],
  count = places.length,
  seconds = 40,
  factors = {},
}: PlacesRun = {}): NamedShard[] {
  const load = closedLoad({ vus: 2 * count, durationMs: seconds * 1000, gracefulStopMs: 1000, startSpreadMs: 0 });
  const parsed = thresholds.map(parseThreshold);
  return places.map((place, index) => {
    const { table, recorder } = recorderOf({ ...SHAPE, targets: TARGETS }, `${index + 1}/${count}`);
    const times = [{ fromMs: 0, toMs: seconds * 1000 }];
    const scoped = new ScopedThresholds(
      parsed,
      () => ({ steady: times, measured: times, longestTurnMs: 30_000 }),
      table.keys,
    );
    const draw = normalDraws(index + 1, 'places');
    recorder.observeActiveVus(0, 2);
    for (let turn = 0; turn < seconds; turn++)
      for (const [target, name] of TARGETS.entries()) {
        const rttUs = (place ? ROUND_TRIPS[place][name] : 50) * 1000;
        const factor = (place && factors[place]) ?? 1;
        const botUs = Math.round(BOT_MS[name] * factor * 1000 * Math.exp(0.05 * draw()));
        const firstOutputUs = rttUs + botUs;
        const atMs = turn * 1000 + index;
        for (const sink of [recorder, scoped]) {
          const { trends } = table.conversation(target, 0);
          sink.append(trends.rtt, atMs, rttUs, rttUs);
          sink.append(trends.first_output_bot, atMs, botUs, botUs);
          const sample = {
            step: turn % 2,
            atMs,
            outcome: 'completed',
            firstOutputUs,
            turnUs: firstOutputUs + 5000,
          } as const;
          appendConversation(sink, table, [sample], target);
        }
      }
    recorder.observeActiveVus(seconds * 1000, 0);
    const { scoped: _, ...facts } = sampleFacts({ thresholds: parsed });
    const exemplar = exemplarOf(index);
    return {
      path: `shard-${index + 1}-of-${count}.json.gz`,
      state: {
        identity: {
          palaver: '0.1.0',
          scenario: 'ab',
          load,
          targetOrder: { kind: 'together' },
          targets: TARGETS,
          thresholds,
          seed: 42,
          run: '7f3a',
          startAt: '2026-01-31T14:25:00.000Z',
          shards: count,
        },
        index,
        host: `host-${index + 1}`,
        ...(place && { place }),
        facts: {
          ...facts,
          targets: TARGETS.map((name) => ({ name, address: `wss://${name}.example.test/…1a2b` })),
          exemplars: { slowest: [exemplar], random: [exemplar] },
        },
        addresses: [],
        snapshot: recorder.snapshot(),
        scoped: scoped.encode(facts.run.durationMs),
      },
    };
  });
}

function exemplarOf(index: number) {
  const said = { length: 2, hash: '8f434346' };
  const turn = { step: 'hello', outcome: 'completed', endedBy: 'final-ping', intendedMs: 0, sentMs: 0, endedMs: 400 };
  return {
    target: 'eu',
    conversation: 'book a table',
    number: index,
    vu: index,
    sessionId: `7f3a-${index}`,
    outcome: 'completed',
    startedMs: 0,
    longestTurnMs: 400,
    turns: [{ ...turn, utterance: said, replies: [{ arrivedMs: 390, ...said }] }],
  };
}

/** The report of such a run, merged. */
export function placesReport(run: PlacesRun = {}): Report {
  return mergeShards(placesShards(run));
}
