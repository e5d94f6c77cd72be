import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import { SampleRing } from '../../src/measure/sample-ring.ts';
import type { MockInput } from '../../src/mock/mock-options.ts';
import type { Timer } from '../../src/platform/time/timers.ts';
import type { Report } from '../../src/report/report.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { StepParts } from './drive-machine.ts';
import { inProcess } from './in-process.ts';
import { mock } from './mock-fixture.ts';
import { tempFolder } from './palaver.ts';
import { scenarioOf } from './shard-fixture.ts';
import { TestSystem } from './test-system.ts';

export interface JudgedSetting {
  readonly options: RunOptions;
  readonly mock?: MockInput;
  readonly executor?: ShardExecutor;
  readonly steps?: StepParts[];
  readonly thresholds?: readonly string[];
}

/** The report of a whole run against a mock endpoint, on a machine that says it has two cores. */
export async function judgedRun(setting: JudgedSetting): Promise<Report> {
  const { options, mock: input, executor = inProcess, steps = [{}, {}], thresholds = [] } = setting;
  const server = await mock(input);
  const system = new TestSystem();
  const scenario = { ...scenarioOf(steps), thresholds: thresholds.map(parseThreshold) };
  const named = resolveTargets({}, {}, {}, () => server);
  const resolved = prepareRun(scenario, named, { seed: 1, ...options });
  const plan = { ...resolved, load: { ...resolved.load, startSpreadMs: 20 } };
  const targets = await preflight(plan, system);
  const deps = { system, executor, reportDir: tempFolder(), version: '0.0.0', onNotice() {} };
  return (await conductRun(plan, targets, deps)).report;
}

/** Load in the calling thread, which does other work meanwhile. `begin` gets the start of the load, µs. */
export function troubledBy(begin: (startUs: number) => Timer): ShardExecutor {
  return {
    start(shard, ring, listener) {
      const trouble = begin(shard.startUs);
      const handle = inProcess.start(shard, ring, listener);
      void handle.ended.then(() => trouble.cancel());
      return handle;
    },
  };
}

/** Load with a ring of this capacity, which is not drained before the end. */
export function withFullRing(capacity: number): ShardExecutor {
  return {
    start(shard, ring, listener) {
      const small = new SampleRing(capacity);
      const handle = inProcess.start(shard, small, listener);
      const ended = handle.ended.finally(() => {
        small.drain(ring);
        // Whoever reads the large ring shall find what the small one lost.
        const LOST = 2;
        new Uint32Array(ring.buffer)[LOST] = small.lost;
      });
      return { ...handle, ended };
    },
  };
}

/** Load in a thread that has this other work again and again. */
export const busyWith = (work: () => void, everyMs: number) =>
  troubledBy(() => {
    const handle = setInterval(work, everyMs);
    return { cancel: () => clearInterval(handle) };
  });

const ADVICE_ALONE =
  '(use a machine with (more|faster) cores, or a second machine \\(--fleet\\)|stop them, or use a dedicated machine|use a machine with dedicated cores)';

/** What a run advises that its machine disturbed; which of them depends on what else runs there. */
export const ADVICE = `((other processes|the hypervisor|palaver|the CPU limit) .*: )?${ADVICE_ALONE}`;

/** The same for a late load generator, with what is known of the cause. */
export const EXPLANATION = `(likely cause|the averages show no cause|cause unknown).*; ${ADVICE_ALONE}`;
