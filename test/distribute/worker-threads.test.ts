import type { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import type { Shard } from '../../src/engine/shard.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { eventually } from '../support/eventually.ts';
import { mock } from '../support/mock-fixture.ts';
import { scenarioOf, shardFor, startShard } from '../support/shard-fixture.ts';

describe.skipIf(!isBuilt)(`an uncaught error in a load thread${BUILD_HINT}`, () => {
  it('during a conversation ends the shard; what was appended stays readable', async () => {
    const server = await mock();
    // No JSON has a word for a big integer: sending the second utterance throws in a timer.
    const scenario = scenarioOf([{}, { data: { big: 1n } }]);
    const run = startShard(
      new WorkerThreads(realTime),
      shardFor(server, { vus: 1, durationMs: 3_600_000 }, { scenario }),
    );
    expect(await run.ended).toMatchObject({ kind: 'crashed', message: expect.stringContaining('BigInt') });
    const readings = run.readings();
    expect(readings.counter('conversations_started')).toBe(1);
    expect(readings.counter('turns_completed')).toBe(1);
    expect(readings.trend('first_output').measured).toBe(1);
    await eventually(() => server.stats().openConnections === 0);
  });

  it('before the load starts is reported, too', async () => {
    const server = await mock();
    const shard: Shard = { ...shardFor(server, { conversations: 1 }), scenario: {} as Shard['scenario'] };
    const handle = new WorkerThreads(realTime).start(shard, new SampleRing(16), {
      onNotice() {},
      onFindings() {},
      onExemplar() {},
    });
    expect(await handle.ended).toMatchObject({ kind: 'crashed', stack: expect.stringContaining('worker-entry') });
    expect(server.stats().connections).toBe(0);
  });

  it('does not make a request after the end fail', async () => {
    const server = await mock();
    const run = startShard(new WorkerThreads(realTime), shardFor(server, { conversations: 1 }));
    expect(await run.ended).toEqual({ kind: 'done' });
    run.stop();
    run.interrupt();
    expect(run.broken()).toEqual([]);
  });
});

describe.skipIf(!isBuilt)(`load threads that were prepared${BUILD_HINT}`, () => {
  it('end when they are not needed', async () => {
    const exits: Promise<unknown>[] = [];
    const onWorker = (worker: Worker) => exits.push(new Promise((resolve) => worker.once('exit', resolve)));
    process.on('worker', onWorker);
    onTestFinished(() => void process.off('worker', onWorker));
    const server = await mock();
    const threads = new WorkerThreads(realTime);
    const shard = shardFor(server, { conversations: 1 });
    await threads.prepare([shard, shard]);
    threads.discard();
    await Promise.all(exits);
    expect(exits.length).toBe(2);
    expect(await startShard(threads, shardFor(server, { conversations: 1 })).ended).toEqual({ kind: 'done' });
  });
});
