import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ShardRequest } from '../../src/distribute/shard-message.ts';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import { TurnsFile } from '../../src/live/turns-file.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { mock } from '../support/mock-fixture.ts';
import { countIn, tempFolder } from '../support/palaver.ts';
import { scenarioOf } from '../support/shard-fixture.ts';
import { TestSystem } from '../support/test-system.ts';

/** What load threads share decides whether N of them carry N times what one carries. */

const WORKERS = 3;

/** Every piece of memory that threads of this process share from now on. */
function watchSharedMemory(): SharedArrayBuffer[] {
  const made: SharedArrayBuffer[] = [];
  const Original = globalThis.SharedArrayBuffer;
  globalThis.SharedArrayBuffer = class extends Original {
    constructor(bytes: number) {
      super(bytes);
      made.push(this);
    }
  } as typeof Original;
  onTestFinished(() => {
    globalThis.SharedArrayBuffer = Original;
  });
  return made;
}

describe.skipIf(!isBuilt)(`memory of load threads${BUILD_HINT}`, () => {
  it('is shared with the main thread only: each has its own ring and its own quota of turns', async () => {
    const made = watchSharedMemory();
    const sent = vi.spyOn(Worker.prototype, 'postMessage');
    onTestFinished(() => void sent.mockRestore());
    const server = await mock();
    const system = new TestSystem();
    const scenario = scenarioOf([{}, {}]);
    const named = resolveTargets(scenario.targets, {}, {}, () => server);
    const plan = prepareRun(scenario, named, { seed: 1, vus: 6, conversations: 12 });
    const turns = await TurnsFile.open(join(tempFolder(), 'turns.jsonl.gz'), { keepTexts: false, onNotice: () => {} });
    const { report } = await conductRun(plan, await preflight(plan, system), {
      system,
      executor: new WorkerThreads(realTime),
      workers: WORKERS,
      reportDir: tempFolder(),
      version: '0.0.0',
      observers: [turns],
      onNotice: () => {},
    });
    expect(countIn(report, 'conversations_completed')).toBe(12);
    const requests = sent.mock.calls.map(([request]) => request as ShardRequest);
    const starts = requests.flatMap((request) => (request.kind === 'start' ? [request.start] : []));
    const given = starts.map(({ ring, turnQuota, turnLog }) => ({ ring, turnQuota, turnLog }));
    expect(given).toHaveLength(WORKERS);
    const shared = new Set(given.flatMap(({ ring, turnQuota }) => [ring, turnQuota!]));
    expect(shared.size).toBe(2 * WORKERS);
    expect(made.filter((memory) => !shared.has(memory))).toEqual([]);
    expect(given.map(({ turnLog }) => turnLog)).toEqual([undefined, undefined, undefined]);
    // Everything else that a thread is given is copied: nothing in it is transferred, and no other port leads to it.
    expect(sent.mock.calls.map(([, transferred]) => transferred)).toEqual(sent.mock.calls.map(() => undefined));
  });
});

it('is created in these files only, and there is no other connection between threads', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const containing = (pattern: RegExp) =>
    sources.filter((path) => pattern.test(readFileSync(join('src', path), 'utf8')));
  expect(containing(/new SharedArrayBuffer/).sort()).toEqual([
    // For each load thread that calls functions of a scenario.
    'hooks/hook-guard.ts',
    'measure/sample-ring.ts',
    // Only while palaver is compared with a reference endpoint.
    'measure/turns/turn-log.ts',
    'measure/turns/turn-quota.ts',
    // Used by one thread only, to pause.
    'platform/files/read-file.ts',
  ]);
  expect(containing(/BroadcastChannel|MessageChannel|SHARE_ENV/)).toEqual([]);
});
