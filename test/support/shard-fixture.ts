import { FoundSoFar } from '../../src/distribute/found-so-far.ts';
import type { ShardEnd, ShardExecutor } from '../../src/distribute/shard-executor.ts';
import type { ShardFindings } from '../../src/distribute/shard-message.ts';
import { shapeOf } from '../../src/engine/run-shape.ts';
import type { Shard } from '../../src/engine/shard.ts';
import { type ClosedLoadInput, closedLoad } from '../../src/load/closed-load.ts';
import { TOGETHER } from '../../src/load/target-order.ts';
import { brokenInvariants } from '../../src/measure/invariants.ts';
import type { Readings } from '../../src/measure/readings.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { conversationOf, type StepParts, sayStep } from './drive-machine.ts';
import { settledEndpoint } from './settled-endpoint.ts';

/** Time for a thread to start before its first conversation is due. */
const LEAD_US = 150_000;

/** With this seed, each of three users has first a conversation of the first kind, then one of the second. */
export const FIRST_THEN_SECOND = 26;

/** A scenario of one conversation for each list of steps. */
export function scenarioOf(...conversations: StepParts[][]): Scenario {
  return {
    name: 'shard',
    sha256: '0'.repeat(64),
    targets: {},
    mock: { input: {} } as Scenario['mock'],
    load: undefined,
    thresholds: [],
    setup: undefined,
    teardown: undefined,
    marker: undefined,
    budget: undefined,
    sharedHosts: undefined,
    conversations: conversations.map((steps, index) =>
      conversationOf(
        `talk ${index}`,
        steps.map((step, place) => sayStep({ label: `step ${place}`, timeoutMs: 5000, ...step })),
      ),
    ),
  };
}

/** The same with a second conversation that cannot be planned, because its rows are missing. */
export function crashingScenario(): Scenario {
  const scenario = scenarioOf([{}, {}], [{}]);
  const [first, second] = scenario.conversations;
  const feed = { file: 'lost.csv', order: 'sequential', whenEmpty: 'recycle', columns: [] } as never;
  return { ...scenario, conversations: [first!, { ...second!, feed }] };
}

/** A shard that talks to `mock` and starts in a moment. */
export function shardFor(
  mock: Pick<MockServer, 'url' | 'token'>,
  load: Partial<ClosedLoadInput>,
  overrides: Partial<Shard> = {},
): Shard {
  return {
    segment: { index: 0, count: 1 },
    runId: 'plv-shard',
    seed: 1,
    startUs: monotonicClock.nowUs() + LEAD_US,
    todayMs: Date.UTC(2026, 0, 31),
    scenario: scenarioOf([{}, {}]),
    targets: [settledEndpoint(`${mock.url}/${mock.token}`)],
    load: closedLoad({ startSpreadMs: 20, gracefulStopMs: 5000, ...load }),
    targetOrder: TOGETHER,
    connectConcurrency: 50,
    env: {},
    ...overrides,
  };
}

/** A running shard and its results. */
export interface ShardRun {
  readonly ended: Promise<ShardEnd>;
  stop(): void;
  interrupt(): void;
  findings(): ShardFindings;
  /** All samples so far. */
  readings(): Readings;
  /** Consistency checks that failed, in words. */
  broken(): string[];
  readonly ring: SampleRing;
}

export function startShard(executor: ShardExecutor, shard: Shard): ShardRun {
  const ring = new SampleRing(2 ** 14);
  const shape = shapeOf(shard.scenario, shard.targets);
  const recorder = new Recorder(new SeriesTable(shape));
  const found = new FoundSoFar();
  const handle = executor.start(shard, ring, {
    onNotice: () => {},
    onFindings: found.onFindings,
    onExemplar: found.onExemplar,
  });
  const readings = () => {
    ring.drain(recorder);
    return recorder.readings();
  };
  return {
    ended: handle.ended,
    stop: () => handle.stop(),
    interrupt: () => handle.interrupt(),
    findings: () => found.findings,
    readings,
    broken: () => brokenInvariants(readings(), shape),
    ring,
  };
}
