import type { RunObserver } from '../live/run-observer.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { renderPage } from '../render/render-page.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import type { Report } from '../report/report.ts';
import { conductRun } from '../run/conduct-run.ts';
import type { SettledTarget } from '../run/preflight.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import { type Baseline, judgeAgainst } from './baseline.ts';
import { beginLoad, type LoadOrder } from './commands/begin-load.ts';
import { concludeRun } from './conclude-run.ts';
import { allOutputs, type RunOutputs } from './options/outputs.ts';
import { shownOn } from './write-outputs.ts';

/** What was settled before the load. */
export interface RunOrder extends Omit<LoadOrder, 'turns' | 'shards'> {
  readonly outputs: RunOutputs;
  readonly baseline: Baseline | undefined;
  /** They are closed with the final report. */
  readonly views: readonly RunObserver[];
}

/** Makes the planned load for targets that have answered, and concludes the run. Resolves with the exit code. */
export async function conductPlan(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  { outputs, baseline, ...order }: RunOrder,
  system: SystemDeps,
): Promise<number> {
  let comparison: Comparison | undefined;
  const judge = (base: Baseline) => (report: Report) => {
    const judged = judgeAgainst(base, report);
    comparison = judged.comparison;
    return judged.report;
  };
  const { 'no-color': noColour, 'no-html': noPage } = order.options;
  const { conducted, turns } = await beginLoad(
    plan,
    { ...order, turns: outputs.turns },
    (deps) =>
      conductRun(plan, targets, {
        ...deps,
        judge: baseline && judge(baseline),
        page: noPage ? undefined : renderPage,
      }),
    system,
  );
  const shown = shownOn(allOutputs(outputs), system);
  const results = { outputs: outputs.reports, turns, comparison, views: order.views, shown, noColour, noPage };
  return concludeRun(conducted, results, system);
}
