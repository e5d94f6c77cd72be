import { describe, expect, it } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import { shapeOf } from '../../src/engine/run-shape.ts';
import type { Shard } from '../../src/engine/shard.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { type StreamedTurn, turnsIn } from '../../src/measure/turns/turn-batch.ts';
import { TurnQuota } from '../../src/measure/turns/turn-quota.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { eventually } from '../support/eventually.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { scenarioOf, shardFor } from '../support/shard-fixture.ts';

const HOUR = 3_600_000;
const IMPLEMENTATIONS = [
  { name: 'this thread', present: true, executor: (): ShardExecutor => inProcess },
  { name: `a worker thread${BUILD_HINT}`, present: isBuilt, executor: () => new WorkerThreads(realTime) },
];

/** A shard whose turns are taken one by one. */
function streamed(executor: ShardExecutor, shard: Shard, limit = 2 ** 20) {
  const ring = new SampleRing(2 ** 14);
  const recorder = new Recorder(new SeriesTable(shapeOf(shard.scenario, shard.targets)));
  const quota = new TurnQuota(limit);
  const turns: StreamedTurn[] = [];
  const handle = executor.start(shard, ring, {
    onNotice() {},
    onFindings() {},
    onExemplar() {},
    turns: { quota, take: (batch) => turns.push(...turnsIn(batch)) },
  });
  const count = (name: 'inputs_sent' | 'turns_completed' | 'turns_interrupted') => {
    ring.drain(recorder);
    return recorder.readings().counter(name);
  };
  return { handle, turns, quota, count };
}

describe.each(IMPLEMENTATIONS)('the turns of a shard in $name', ({ present, executor }) => {
  it.skipIf(!present)('are passed on once each, with utterance and replies', async () => {
    const server = await mock();
    const scenario = scenarioOf([{ text: 'one' }, { text: 'two' }]);
    const shard = shardFor(server, { vus: 4, conversations: 60 }, { scenario });
    const { handle, turns, quota, count } = streamed(executor(), shard);
    expect(await handle.ended).toEqual({ kind: 'done' });
    expect(count('turns_completed')).toBe(120);
    expect([turns.length, quota.offered, quota.refused]).toEqual([120, 120, 0]);
    const places = turns.map(({ number, index }) => `${number} ${index}`);
    expect(new Set(places).size).toBe(120);
    for (const { index, utterance, replies, sessionId, number, traceId } of turns) {
      expect([utterance, replies.map(({ text }) => text)]).toEqual([['one', 'two'][index], [['one', 'two'][index]]]);
      expect(sessionId).toBe(`plv-shard-c${number}`);
      expect(traceId).toBeDefined();
    }
  });

  it.skipIf(!present)('arrive while it runs, not only at its end', async () => {
    const server = await mock({ delay: '5ms' });
    const { handle, turns } = streamed(executor(), shardFor(server, { vus: 1, durationMs: HOUR }));
    await eventually(() => turns.length > 2);
    handle.stop();
    await handle.ended;
  });

  it.skipIf(!present)('that were open when it was interrupted are passed on, too', async () => {
    const server = await mock({ delay: '60s' });
    const { handle, turns, count } = streamed(executor(), shardFor(server, { vus: 3, durationMs: HOUR }));
    await eventually(() => server.stats().inputs === 3);
    handle.interrupt();
    await handle.ended;
    expect([turns.length, count('turns_interrupted')]).toEqual([3, 3]);
  });

  it.skipIf(!present)('are counted if there is no room for them, and the load continues', async () => {
    const server = await mock();
    const shard = shardFor(server, { vus: 4, conversations: 200 });
    const { handle, turns, quota, count } = streamed(executor(), shard, 1);
    await handle.ended;
    expect(count('turns_completed')).toBe(400);
    expect(quota.offered).toBe(400);
    expect(turns.length).toBeGreaterThan(0);
    expect(quota.refused).toBe(400 - turns.length);
  });
});

describe.skipIf(!isBuilt)(`the turns of a load thread that crashes${BUILD_HINT}`, () => {
  it('are passed on until shortly before a crash, and the missing ones are counted', async () => {
    const server = await mock({ delay: '1ms' });
    // No JSON has a word for a big integer: the thread crashes when a second utterance is sent.
    const scenario = scenarioOf([{ text: 'one' }], [{ data: { big: 1n } }]);
    const [first, second] = scenario.conversations;
    const rare = {
      ...scenario,
      conversations: [
        { ...first!, weight: 200 },
        { ...second!, weight: 1 },
      ],
    };
    const shard = shardFor(server, { vus: 2, durationMs: HOUR }, { scenario: rare });
    const { handle, turns, quota } = streamed(new WorkerThreads(realTime), shard);
    expect(await handle.ended).toMatchObject({ kind: 'crashed', message: expect.stringContaining('BigInt') });
    await eventually(() => turns.length >= quota.offered - 64);
    expect(turns.length).toBeGreaterThan(0);
    expect(turns.length).toBeLessThanOrEqual(quota.offered);
  });
});
