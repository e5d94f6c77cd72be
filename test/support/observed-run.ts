import { PrometheusServer } from '../../src/live/prometheus-server.ts';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import type { Report } from '../../src/report/report.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import type { StepParts } from './drive-machine.ts';
import { inProcess } from './in-process.ts';
import { ask } from './live-client.ts';
import { tempFolder } from './palaver.ts';
import { type Family, parseExposition } from './prometheus-text.ts';
import { scenarioOf } from './shard-fixture.ts';
import { TestSystem } from './test-system.ts';

export interface ObservedSetting {
  readonly options: RunOptions;
  readonly mock?: MockInput;
  readonly steps?: StepParts[];
  /** Warm-up of the load, excluded from the metrics. */
  readonly warmUpMs?: number;
}

/** A whole run against a mock endpoint, its report, and what is pushed to Prometheus at its end. */
export async function observedRun(
  setting: ObservedSetting,
): Promise<{ report: Report; scrape: ReadonlyMap<string, Family> }> {
  const { options, mock: input, steps = [{}, {}], warmUpMs = 0 } = setting;
  const server = await startMock({ bot: 'echo', delay: '2ms', ready: '0s', typing: false, ...input });
  const system = new TestSystem();
  const named = resolveTargets({}, {}, {}, () => server);
  const resolved = prepareRun(scenarioOf(steps), named, { seed: 1, ...options });
  const plan = { ...resolved, load: { ...resolved.load, startSpreadMs: 20, warmUpMs } };
  const targets = await preflight(plan, system);
  const prometheus = await PrometheusServer.open({ host: '127.0.0.1', port: 0 }, system.clock);
  try {
    const { report } = await conductRun(plan, targets, {
      system,
      executor: inProcess,
      reportDir: tempFolder(),
      version: '0.0.0',
      observers: [prometheus],
      onNotice() {},
    });
    return { report, scrape: parseExposition((await ask(prometheus.url)).body) };
  } finally {
    prometheus.close();
    await server.stop();
  }
}

/** Labels that need escaping, on steps that a failure does not end. */
export const FAILING_STEPS = ['hello "you"', 'a back\\slash', 'two\nlines'].map((label) => ({
  label,
  timeoutMs: 250,
  onFailure: 'continue' as const,
}));

/** A run at one place, with a warm-up, in which turns and connections fail in several ways, and most conversations complete. */
export function failingRun() {
  return observedRun({
    // The ids determine what fails.
    options: { vus: 4, conversations: 40, 'run-id': 'failing', place: ['eu-west'] },
    mock: { faults: { mute: 0.1, drop: 0.05, errorOutput: 0.05, refuse: 503, refuseShare: 0.1, retryAfter: '0s' } },
    steps: FAILING_STEPS,
    warmUpMs: 500,
  });
}
