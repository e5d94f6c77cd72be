import type { RunView } from '../live/prometheus/run-view.ts';
import { redact } from '../platform/redact.ts';
import type { RunPlan } from './resolve-run.ts';
import type { RunningTest } from './run-test.ts';

/** What a scrape sees of the run at this moment. */
export function runViewOf(test: RunningTest, plan: Pick<RunPlan, 'id' | 'name'>, version: string): RunView {
  return {
    run: { id: plan.id, name: redact(plan.name), version },
    readings: test.recorder.readings(),
    series: test.recorder.series,
    elapsedMs: test.elapsedMs(),
    activeVus: test.activeVus,
    workers: test.shards.map(({ name, samplesLost, findings }) => ({ name, samplesLost, health: findings.health })),
    ...test.watch.facts(),
  };
}
