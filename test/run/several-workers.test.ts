import { describe, expect, it } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import type { Shard } from '../../src/engine/shard.ts';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { eventually } from '../support/eventually.ts';
import { mock } from '../support/mock-fixture.ts';
import { countIn, reasonsBeside, tempFolder } from '../support/palaver.ts';
import { crashingScenario, FIRST_THEN_SECOND, scenarioOf } from '../support/shard-fixture.ts';
import { TestSystem } from '../support/test-system.ts';

const HOUR = 3_600_000;
const WORKERS = 3;

interface Setting {
  readonly options: RunOptions;
  readonly mock?: MockInput;
  readonly budget?: { readonly inputs: number };
  /** What another shard is given in place of its own. */
  readonly change?: (shard: Shard) => Shard;
}

/** A run under way in three real load threads. */
async function conduct({ options, mock: input, budget, change = (shard) => shard }: Setting) {
  const server = await mock(input);
  const system = new TestSystem();
  const threads = new WorkerThreads(realTime);
  const executor: ShardExecutor = { start: (shard, ...rest) => threads.start(change(shard), ...rest) };
  const limits = budget && { conversations: undefined, costPerConversation: undefined, cost: undefined, ...budget };
  const scenario = { ...scenarioOf([{}, {}], [{}]), budget: limits };
  const named = resolveTargets(scenario.targets, {}, {}, () => server);
  const resolved = prepareRun(scenario, named, { seed: FIRST_THEN_SECOND, ...options });
  const plan = { ...resolved, load: { ...resolved.load, startSpreadMs: 20 } };
  const targets = await preflight(plan, system);
  const notices: string[] = [];
  const conducted = conductRun(plan, targets, {
    system,
    executor,
    workers: WORKERS,
    reportDir: tempFolder(),
    version: '0.0.0',
    onNotice: (message) => notices.push(message),
  });
  return { server, system, notices, conducted };
}

describe.skipIf(!isBuilt)(`a run with three load threads${BUILD_HINT}`, () => {
  it('runs the configured number of conversations, and reports each thread', async () => {
    const { server, notices, conducted } = await conduct({ options: { vus: 7, conversations: 50 } });
    const { report } = await conducted;
    expect(reasonsBeside(report)).toEqual([]);
    expect(countIn(report, 'conversations_completed')).toBe(50);
    expect(countIn(report, 'inputs_sent')).toBe(server.stats().inputs);
    expect(report.run).toMatchObject({ partial: false, stopReason: 'conversations' });
    const { workers } = report.generator;
    expect(workers.map(({ name, samplesLost }) => [name, samplesLost])).toEqual([
      ['1/3', 0],
      ['2/3', 0],
      ['3/3', 0],
    ]);
    for (const worker of workers) expect(worker).toMatchObject({ gcShare: expect.any(Number) });
    expect(notices).toEqual([]);
  });

  it('with one crashed thread is incomplete, ends gracefully and names it', async () => {
    const { server, notices, conducted } = await conduct({
      options: { vus: 6, duration: HOUR },
      change: (shard) => (shard.segment.index === 1 ? { ...shard, scenario: crashingScenario() } : shard),
    });
    const { report } = await conducted;
    expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 112 });
    const [first, ...others] = report.verdict.reasons.map(({ text }) => text);
    expect(first).toMatch(/^load thread 2 of 3 crashed \(.+\); the report contains its measurements up to the crash/);
    expect(others.filter((text) => text.includes('crashed'))).toEqual([]);
    expect(notices).toEqual([expect.stringContaining('load thread 2 of 3 crashed (')]);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'incomplete' });
    // What the thread that crashed had appended and found is there, too.
    expect(countIn(report, 'inputs_sent')).toBeGreaterThanOrEqual(server.stats().inputs);
    expect(new Set(report.exemplars.map(({ vu }) => vu % WORKERS))).toEqual(new Set([0, 1, 2]));
    await eventually(() => server.stats().openConnections === 0);
  });

  it('with only crashed threads names them all', async () => {
    const { server, conducted } = await conduct({
      options: { vus: 6, duration: HOUR },
      change: (shard) => ({ ...shard, scenario: {} as Shard['scenario'] }),
    });
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(112);
    const crashes = report.verdict.reasons.map(({ text }) => text).filter((text) => text.includes('crashed'));
    expect(crashes.map((text) => text.replace(/ \(.*/s, ''))).toEqual(
      [1, 2, 3].map((worker) => `load thread ${worker} of 3 crashed`),
    );
    expect(server.stats().inputs).toBe(0);
  });

  it('stops gracefully on one signal', async () => {
    const { server, system, conducted } = await conduct({ options: { vus: 6, duration: HOUR } });
    await eventually(() => server.stats().inputs >= 30);
    system.signal('SIGINT');
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(105);
    expect(countIn(report, 'conversations_interrupted')).toBe(0);
    expect(countIn(report, 'inputs_sent')).toBe(server.stats().inputs);
  });

  it('ends at once on two', async () => {
    const { server, system, conducted } = await conduct({
      options: { vus: 6, duration: HOUR },
      mock: { delay: '60s' },
    });
    await eventually(() => server.stats().inputs === 6);
    system.signal('SIGINT');
    system.signal('SIGINT');
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(105);
    expect(countIn(report, 'turns_interrupted')).toBe(6);
    await eventually(() => server.stats().openConnections === 0);
  });

  it('stops when its budget is used up', async () => {
    const { server, conducted } = await conduct({
      options: { vus: 6, duration: HOUR },
      mock: { delay: '20ms' },
      budget: { inputs: 40 },
    });
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(113);
    expect(report.budget).toMatchObject({ inputs: server.stats().inputs, limit: { inputs: 40 } });
    expect(report.budget.inputs).toBeGreaterThanOrEqual(40);
    expect(countIn(report, 'conversations_interrupted')).toBe(0);
  });
});
