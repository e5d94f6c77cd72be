import { describe, expect, it } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { shapeOf } from '../../src/engine/run-shape.ts';
import type { Shard } from '../../src/engine/shard.ts';
import type { RunObserver } from '../../src/live/run-observer.ts';
import { brokenInvariants } from '../../src/measure/invariants.ts';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import { RunningLoad } from '../../src/run/running-load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { eventually } from '../support/eventually.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { openLoadOf } from '../support/open-load.ts';
import { crashingScenario, FIRST_THEN_SECOND, scenarioOf, shardFor } from '../support/shard-fixture.ts';

const HOUR = 3_600_000;
const IDENTITY = { run: 'plv-test', name: 'test', scenario: 'test', version: '0.0.0', startedAt: '' };

interface Setting {
  readonly load?: Parameters<typeof shardFor>[1];
  readonly shard?: Partial<Shard>;
  readonly workers?: number;
  readonly executor?: ShardExecutor;
}

/** A test under way in several shards, all of them in this thread. */
function running(server: MockServer, { load = {}, shard, workers = 3, executor = inProcess }: Setting) {
  const whole = shardFor(server, load, { seed: FIRST_THEN_SECOND, scenario: scenarioOf([{}, {}], [{}]), ...shard });
  const shards = Array.from({ length: workers }, (_, index) => ({ ...whole, segment: { index, count: workers } }));
  const notices: string[] = [];
  const deps = {
    executor,
    clock: monotonicClock,
    timers: realTimers,
    onNotice: (message: string) => notices.push(message),
  };
  const start = (...observers: RunObserver[]) => {
    const test = new RunningLoad(shards, deps);
    const ended = test.start(observers, IDENTITY);
    return { test, ended };
  };
  return { start, notices, shape: shapeOf(whole.scenario, whole.targets) };
}

/** The shard of this number (from 0) crashes as its users come to plan the second conversation. */
const crashing = (index: number): ShardExecutor => ({
  start: (shard, ...rest) => {
    const crashes = shard.segment.index === index;
    return inProcess.start(crashes ? { ...shard, scenario: crashingScenario() } : shard, ...rest);
  },
});

/** Whose feed serves two conversations. */
function twoRows(): Scenario {
  const scenario = scenarioOf([{}]);
  const rows = [{ guest: 'Ada' }, { guest: 'Grace' }];
  const feed = { file: 'two.csv', order: 'unique', whenEmpty: 'stop', columns: ['guest'], rows } as never;
  return { ...scenario, conversations: scenario.conversations.map((talk) => ({ ...talk, feed })) };
}

describe('a run with several shards', () => {
  it('records them into one recorder, and merges their findings', async () => {
    const server = await mock({ faults: { errorOutput: 1 } });
    const { start, shape } = running(server, { load: { vus: 5, conversations: 20 } });
    const { test, ended } = start();
    expect(await ended).toEqual([]);
    const readings = test.recorder.readings();
    expect(readings.everything.counter('conversations_failed')).toBe(20);
    expect(readings.everything.counter('inputs_sent')).toBe(server.stats().inputs);
    expect(brokenInvariants(readings, shape)).toEqual([]);
    const { errors, exemplars } = test.findings;
    expect(errors).toMatchObject([{ class: 'errored', count: 20 }]);
    expect(exemplars.random.map(({ number }) => number).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(test.shards.map(({ name, samplesLost }) => [name, samplesLost])).toEqual([
      ['1/3', 0],
      ['2/3', 0],
      ['3/3', 0],
    ]);
  });

  it('has the sum of their active users, and none after its end', async () => {
    const server = await mock({ delay: '60s' });
    const { test, ended } = running(server, { load: { vus: 5, durationMs: HOUR } }).start();
    await eventually(() => server.stats().inputs === 5);
    expect([test.activeVus, ...test.shards.map(({ activeVus }) => activeVus)]).toEqual([5, 2, 2, 1]);
    test.interrupt();
    await ended;
    expect(test.activeVus).toBe(0);
    expect(test.recorder.readings().everything.counter('turns_interrupted')).toBe(5);
  });

  it('reports once what each of them noticed', async () => {
    const { start, notices } = running(await mock(), {
      load: { vus: 6, durationMs: HOUR },
      shard: { scenario: twoRows() },
    });
    const { test, ended } = start();
    expect(await ended).toEqual([]);
    expect(notices).toEqual([expect.stringContaining('a data feed is used up')]);
    expect(test.recorder.readings().everything.counter('conversations_completed')).toBe(2);
  });

  it('of an open load ends in all of them when the feed is exhausted, although the plan is longer', async () => {
    const load = openLoadOf({ ratePerSecond: 100, durationMs: HOUR, gracefulStopMs: 5000 });
    const shard = { scenario: twoRows(), load };
    const { test, ended } = running(await mock(), { load: { conversations: 1 }, shard }).start();
    expect(await ended).toEqual([]);
    const { everything } = test.recorder.readings();
    expect(everything.counter('conversations_completed')).toBe(2);
    expect(everything.reasons('conversations_dropped')).toEqual({ 'feed-empty': 1 });
  });
});

describe('the lease of a run', () => {
  const talk = { vus: 5, durationMs: HOUR };
  const arrivals = { load: openLoadOf({ ratePerSecond: 100, durationMs: HOUR, maxVus: 50 }) };

  it.each([
    ['closed', { load: talk }],
    ['open', { load: { conversations: 1 }, shard: arrivals }],
  ])(
    'ends load of the %s model by itself: nothing is sent after it, nobody stops it, and its counts are consistent',
    async (_, setting) => {
      const server = await mock({ delay: '5ms' });
      const { start, shape } = running(server, setting);
      const { test, ended } = start();
      await eventually(() => server.stats().inputs > 20);
      test.extendLease(monotonicClock.nowUs());
      const { inputs } = server.stats();
      expect(await ended).toEqual([
        { exit: 'incomplete', text: expect.stringContaining('no message from the coordinator within the lease') },
      ]);
      const readings = test.recorder.readings();
      expect(readings.everything.counter('inputs_sent')).toBe(server.stats().inputs);
      // What was on its way when the lease ended may still be read by the server.
      expect(server.stats().inputs - inputs).toBeLessThanOrEqual(readings.everything.counter('turns_interrupted'));
      expect(brokenInvariants(readings, shape)).toEqual([]);
    },
  );

  it('does not end a load while it is extended', async () => {
    const server = await mock();
    const { test, ended } = running(server, { load: { vus: 2, conversations: 30 } }).start();
    test.extendLease(monotonicClock.nowUs() + HOUR * 1000);
    expect(await ended).toEqual([]);
    expect(test.recorder.readings().everything.counter('conversations_completed')).toBe(30);
  });
});

describe('a crashed shard', () => {
  it('ends the others gracefully, is named, and all measurements are kept', async () => {
    const server = await mock();
    const { start, notices } = running(server, { load: { vus: 6, durationMs: HOUR }, executor: crashing(1) });
    const { test, ended } = start();
    expect(await ended).toEqual([{ exit: 'incomplete', text: expect.stringMatching(/^load thread 2 of 3 crashed/) }]);
    expect(notices).toEqual([
      expect.stringMatching(/^load thread 2 of 3 crashed \(.+\): no more conversations start$/),
    ]);
    const { everything } = test.recorder.readings();
    // A server passes over an input that comes together with the goodbye: those of the shard that crashed.
    const sent = everything.counter('inputs_sent');
    expect(server.stats().inputs).toBeLessThanOrEqual(sent);
    expect(server.stats().inputs).toBeGreaterThanOrEqual(sent - everything.counter('turns_interrupted'));
    expect(everything.counter('conversations_completed')).toBeGreaterThan(0);
    expect(test.activeVus).toBe(0);
  });
});

it('that cannot be started stops the others', async () => {
  const server = await mock();
  const ended: Promise<unknown>[] = [];
  const executor: ShardExecutor = {
    start(shard, ...rest) {
      if (shard.segment.index === 2) throw new Error('no thread left');
      const handle = inProcess.start(shard, ...rest);
      ended.push(handle.ended);
      return handle;
    },
  };
  const { start } = running(server, { load: { vus: 6, durationMs: HOUR }, executor });
  expect(start).toThrow('no thread left');
  expect(await Promise.all(ended)).toEqual([{ kind: 'done' }, { kind: 'done' }]);
  expect(server.stats().inputs).toBe(0);
});
