import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { WorkerThreads } from '../../src/distribute/worker-threads.ts';
import { TurnsFile } from '../../src/live/turns-file.ts';
import { TURN_OUTCOMES, turnCounter } from '../../src/measure/metrics.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import type { Report } from '../../src/report/report.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import { RunningLoad } from '../../src/run/running-load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { BUILD_HINT, isBuilt } from '../support/built-executor.ts';
import { eventually } from '../support/eventually.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { countIn, tempFolder } from '../support/palaver.ts';
import { scenarioOf, shardFor } from '../support/shard-fixture.ts';
import { TestSystem } from '../support/test-system.ts';
import { readTurns } from '../support/turns-file.ts';

const HOUR = 3_600_000;

/** Every 200th conversation crashes its load thread: no JSON has a word for a big integer. */
function crashingNowAndThen(): Scenario {
  const scenario = scenarioOf([{}, {}], [{ data: { big: 1n } }]);
  const [usual, rare] = scenario.conversations;
  return {
    ...scenario,
    conversations: [
      { ...usual!, weight: 199 },
      { ...rare!, weight: 1 },
    ],
  };
}

async function runOf(scenario: Scenario, executor: ShardExecutor) {
  const server = await mock({ delay: '1ms' });
  const system = new TestSystem();
  const named = resolveTargets(scenario.targets, {}, {}, () => server);
  const resolved = prepareRun(scenario, named, { seed: 1, vus: 4, duration: HOUR });
  const plan = { ...resolved, load: { ...resolved.load, startSpreadMs: 20 } };
  const targets = await preflight(plan, system);
  const path = join(tempFolder(), 'turns.jsonl.gz');
  const notices: string[] = [];
  const onNotice = (message: string) => notices.push(message);
  const turns = await TurnsFile.open(path, { keepTexts: false, onNotice });
  const deps = {
    system,
    executor,
    workers: 2,
    reportDir: tempFolder(),
    version: '0.0.0',
    observers: [turns],
    onNotice,
  };
  const { report } = await conductRun(plan, targets, deps);
  return { report, file: readTurns(path) };
}

const turnsIn = (report: Report) =>
  TURN_OUTCOMES.reduce((sum, outcome) => sum + countIn(report, turnCounter(outcome)), 0);

describe.skipIf(!isBuilt)(`the file of turns of a run whose load thread crashes${BUILD_HINT}`, () => {
  it('is complete, and reports together with the report what is missing', async () => {
    const { report, file } = await runOf(crashingNowAndThen(), new WorkerThreads(realTime));
    // A machine that was busy besides may make it invalid, too, with the same code.
    expect(['incomplete', 'invalid']).toContain(report.verdict.status);
    expect(report.verdict.exitCode).toBe(112);
    expect(report.verdict.reasons.map(({ text }) => text).join('\n')).toContain('crashed');
    const { turns, end } = file;
    expect(turns.length).toBeGreaterThan(0);
    expect(end).toEqual({ type: 'end', turns: turns.length, lost: turnsIn(report) - turns.length });
    const told = report.notes.filter((note) => note.includes('file of turns'));
    if (end!.lost === 0) return expect(told).toEqual([]);
    expect(told).toEqual([
      `The file of turns misses ${end!.lost} of ${turnsIn(report)} turns: ` +
        'their load thread ended before sending them.',
    ]);
  });
});

describe('the duration of a run', () => {
  it('ends with its load, however long its files take', async () => {
    const shard = shardFor(await mock(), { conversations: 1 });
    const test = new RunningLoad([shard], {
      executor: inProcess,
      clock: monotonicClock,
      timers: realTimers,
      onNotice() {},
    });
    await test.start([], { run: 'plv-test', name: 'test', scenario: 'test', version: '0.0.0', startedAt: '' });
    const lengthMs = test.elapsedMs();
    const readUs = monotonicClock.nowUs();
    await eventually(() => monotonicClock.nowUs() > readUs);
    expect(lengthMs).toBeGreaterThan(0);
    expect(test.elapsedMs()).toBe(lengthMs);
  });
});
