import { describe, expect, it } from 'vitest';
import type { ThreadHealth } from '../../src/measure/health/thread-health.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { collectGarbage } from '../support/keep-busy.ts';
import { mock } from '../support/mock-fixture.ts';
import { shardFor, startShard } from '../support/shard-fixture.ts';
import { troubledWorker } from '../support/troubled-worker.ts';

const WHEN_LOAD_BEGINS = `
  const { parentPort } = require('node:worker_threads');
  const nowUs = () => Number(process.hrtime.bigint()) / 1000;
  const afterStart = (ms, trouble) => parentPort.on('message', ({ kind, start }) => {
    if (kind === 'start') setTimeout(trouble, (start.shard.startUs - nowUs()) / 1000 + ms);
  });
`;

const BLOCK_TWICE = `${WHEN_LOAD_BEGINS}
  const block = (ms) => { for (const untilUs = nowUs() + ms * 1000; nowUs() < untilUs; ); };
  block(700);
  afterStart(300, () => block(200));
`;

const COLLECT_GARBAGE = `${WHEN_LOAD_BEGINS}
  require('node:v8').setFlagsFromString('--expose-gc');
  const collect = require('node:vm').runInNewContext('gc');
  afterStart(50, () => setInterval(collect, 10).unref());
`;

/** Health of a real load thread with this disturbance. */
async function healthWith(script: string): Promise<{ health: ThreadHealth; startUs: number }> {
  const shard = shardFor(await mock(), { vus: 20, durationMs: 900 });
  let startUs = 0;
  const executor = troubledWorker(script, (beginsUs) => {
    startUs = beginsUs;
  });
  const run = startShard(executor, shard);
  // Garbage collection of this thread is not that of the worker.
  collectGarbage();
  expect(await run.ended).toEqual({ kind: 'done' });
  return { health: run.findings().health!, startUs };
}

describe.skipIf(!isBuilt)(`a load thread${BUILD_HINT}`, () => {
  // Bytes stay unread only if the endpoint, which is in this process, wrote some meanwhile: it may have been blocked, too.
  it('reports the duration and time of its longest stall since the start of its load', { retry: 2 }, async () => {
    const { health, startUs } = await healthWith(BLOCK_TWICE);
    expect(health.loopDelayMaxMs).toBeGreaterThanOrEqual(179);
    expect(health.loopDelayMaxMs).toBeLessThan(650);
    const noticedMs = (health.loopDelayMaxAtUs! - startUs) / 1000;
    expect(noticedMs).toBeGreaterThanOrEqual(500);
    expect(noticedMs).toBeLessThan(1500);
    expect(health.unreadMaxMs).toBeGreaterThanOrEqual(200);
    expect(health.gcShare).toBeLessThan(0.1);
    if (process.platform === 'linux') expect(health.cpuShare).toBeGreaterThan(0.1);
  });

  it('reports the share of time in garbage collection', async () => {
    const { health } = await healthWith(COLLECT_GARBAGE);
    expect(health.gcShare).toBeGreaterThan(0.1);
    expect(health.gcMaxMs).toBeGreaterThan(1);
  });
});
