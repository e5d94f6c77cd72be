import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { TimerHeap } from '../../src/platform/time/timer-heap.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { eventually } from '../support/eventually.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import {
  crashingScenario,
  FIRST_THEN_SECOND,
  type ShardRun,
  scenarioOf,
  shardFor,
  startShard,
} from '../support/shard-fixture.ts';

interface Implementation {
  readonly name: string;
  readonly present: boolean;
  readonly executor: () => ShardExecutor;
}

const IMPLEMENTATIONS: Implementation[] = [
  { name: 'in process', present: true, executor: () => inProcess },
  { name: `worker threads${BUILD_HINT}`, present: isBuilt, executor: () => new WorkerThreads(realTime) },
];

const HOUR = 3_600_000;
const count = (run: ShardRun, name: Parameters<ReturnType<ShardRun['readings']>['counter']>[0]) =>
  run.readings().counter(name);

it('sets no timer when it is stopped after its end, since that would keep the process alive', async () => {
  const server = await mock();
  const run = startShard(inProcess, shardFor(server, { vus: 1, conversations: 1 }));
  await run.ended;
  const set = vi.spyOn(TimerHeap.prototype, 'at');
  onTestFinished(() => void set.mockRestore());
  run.stop();
  expect(set).not.toHaveBeenCalled();
});

describe.each(IMPLEMENTATIONS)('a shard run by $name', ({ present, executor }) => {
  it.skipIf(!present)('completes its plan, satisfies the invariants and agrees with the endpoint', async () => {
    const server = await mock();
    const run = startShard(executor(), shardFor(server, { vus: 4, conversations: 12 }));
    expect(await run.ended).toEqual({ kind: 'done' });
    expect(count(run, 'conversations_completed')).toBe(12);
    expect(count(run, 'inputs_sent')).toBe(server.stats().inputs);
    expect(count(run, 'connects')).toBe(12);
    expect([run.broken(), run.ring.lost, run.ring.activeVus]).toEqual([[], 0, 0]);
  });

  it.skipIf(!present)('on stop starts nothing more and lets running conversations finish', async () => {
    const server = await mock({ delay: '30ms' });
    const run = startShard(executor(), shardFor(server, { vus: 4, durationMs: HOUR }));
    await eventually(() => server.stats().inputs >= 8);
    run.stop();
    expect(await run.ended).toEqual({ kind: 'done' });
    expect(count(run, 'conversations_interrupted')).toBe(0);
    expect(count(run, 'conversations_completed')).toBe(count(run, 'conversations_started'));
    expect(count(run, 'inputs_sent')).toBe(server.stats().inputs);
    expect(run.broken()).toEqual([]);
  });

  it.skipIf(!present)('after the graceful stop ends what does not finish by itself', async () => {
    const server = await mock({ delay: '60s' });
    const run = startShard(executor(), shardFor(server, { vus: 2, durationMs: HOUR, gracefulStopMs: 50 }));
    await eventually(() => server.stats().inputs === 2);
    run.stop();
    expect(await run.ended).toEqual({ kind: 'done' });
    expect(count(run, 'turns_interrupted')).toBe(2);
    expect(run.broken()).toEqual([]);
  });

  it.skipIf(!present)('on interrupt ends at once; open turns count as interrupted', async () => {
    const server = await mock({ delay: '60s' });
    const run = startShard(executor(), shardFor(server, { vus: 3, durationMs: HOUR }));
    await eventually(() => server.stats().inputs === 3);
    run.interrupt();
    expect(await run.ended).toEqual({ kind: 'done' });
    expect(count(run, 'turns_interrupted')).toBe(3);
    expect(count(run, 'conversations_interrupted')).toBe(3);
    await eventually(() => server.stats().openConnections === 0);
  });

  it.skipIf(!present)('passes on its findings: one example of each error, and exemplars', async () => {
    const server = await mock({ faults: { errorOutput: 1 } });
    const run = startShard(executor(), shardFor(server, { vus: 2, conversations: 5 }));
    await run.ended;
    const { errors, exemplars } = run.findings();
    expect(errors).toMatchObject([{ target: 'default', class: 'errored', count: 5 }]);
    expect(errors[0]!.example).toContain('step 0');
    expect(exemplars.random.map(({ number }) => number).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(exemplars.slowest[0]).toMatchObject({ outcome: 'failed', sessionId: expect.stringMatching(/^plv-shard-c/) });
  });

  it.skipIf(!present)(
    'that crashes reports it, disconnects from its target and leaves its measurements readable',
    async () => {
      const server = await mock();
      // The first user that comes to the second conversation crashes the shard.
      const shard = shardFor(
        server,
        { vus: 3, durationMs: HOUR },
        { scenario: crashingScenario(), seed: FIRST_THEN_SECOND },
      );
      const run = startShard(executor(), shard);
      const end = await run.ended;
      expect(end).toMatchObject({ kind: 'crashed', stack: expect.stringContaining('planConversation') });
      expect(count(run, 'conversations_completed')).toBeGreaterThan(0);
      await eventually(() => server.stats().openConnections === 0);
      const before = server.stats().connections;
      const later = startShard(inProcess, shardFor(server, { vus: 2, conversations: 10 }));
      await later.ended;
      expect(server.stats().connections - before).toBe(10);
    },
  );
});

/** All that is decided before it happens: who holds which conversation, and how it went. */
function books(run: ShardRun) {
  const readings = run.readings();
  const counted = [
    'conversations_due',
    'conversations_completed',
    'inputs_sent',
    'outputs',
    'turns_completed',
    'final_pings',
    'acks_sent',
  ] as const;
  const held = run.findings().exemplars.random.map(({ number, vu, conversation, sessionId, outcome, turns }) => ({
    number,
    vu,
    conversation,
    sessionId,
    outcome,
    turns: turns.map(({ step, outcome: how }) => `${step}: ${how}`),
  }));
  return {
    counts: Object.fromEntries(counted.map((name) => [name, readings.counter(name)])),
    perConversation: [0, 1, 2].map((index) => readings.counter('turns_completed', { conversation: `talk ${index}` })),
    held: held.sort((left, right) => left.number - right.number),
  };
}

const THREE = scenarioOf([{}], [{}, {}], [{}, {}, {}]);

describe('the same seed and conversations', () => {
  it.skipIf(!isBuilt)(`yield the same counters wherever the shard runs${BUILD_HINT}`, async () => {
    const all = await Promise.all(
      IMPLEMENTATIONS.map(async ({ executor }) => {
        const run = startShard(
          executor(),
          shardFor(await mock(), { vus: 5, conversations: 20 }, { scenario: THREE, seed: 42 }),
        );
        await run.ended;
        return books(run);
      }),
    );
    expect(all[0]!.held).toHaveLength(20);
    expect(all[0]!.perConversation.every((turns) => turns > 0)).toBe(true);
    expect(all[1]).toEqual(all[0]);
  });

  it('yield the same conversations in one shard as in three, each user in one of them', async () => {
    const load = { vus: 5, conversations: 20 };
    const runOf = async (index: number, total: number) => {
      const segment = { index, count: total };
      const run = startShard(inProcess, shardFor(await mock(), load, { scenario: THREE, seed: 42, segment }));
      await run.ended;
      return books(run).held;
    };
    const [whole, ...parts] = await Promise.all([runOf(0, 1), runOf(0, 3), runOf(1, 3), runOf(2, 3)]);
    const users = parts.map((held) => [...new Set(held.map(({ vu }) => vu))].sort());
    expect(users).toEqual([[0, 3], [1, 4], [2]]);
    expect(parts.flat().sort((left, right) => left.number - right.number)).toEqual(whole);
  });
});
