import type { RunObserver } from '../../live/run-observer.ts';
import type { TurnsFile } from '../../live/turns-file.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { renderPage } from '../../render/render-page.ts';
import type { Comparison } from '../../report/comparison/comparison-schema.ts';
import type { Report } from '../../report/report.ts';
import type { ConductedRun } from '../../run/conduct/conduct-report.ts';
import type { Options } from '../../run/flags/flag.ts';
import type { RUN_FLAGS } from '../../run/flags/run-flags.ts';
import type { RunDeps } from '../../run/run-deps.ts';
import { type Baseline, judgeAgainst } from '../baseline.ts';
import { concludeRun } from '../conclude-run.ts';
import { allOutputs, type RunOutputs } from '../options/outputs.ts';
import { shownOn } from '../write-outputs.ts';

/** What becomes of a run once it has ended. */
export interface ConclusionOrder {
  readonly options: Options<typeof RUN_FLAGS>;
  readonly outputs: RunOutputs;
  readonly baseline: Baseline | undefined;
  /** They are closed with the final report. */
  readonly views: readonly RunObserver[];
}

export interface Conducted {
  readonly conducted: ConductedRun;
  readonly turns: TurnsFile | undefined;
}

/** Conducts a run, compares it with its baseline, and writes and shows its results. Resolves with the exit code. */
export async function concludeConducted(
  { options, outputs, baseline, views }: ConclusionOrder,
  conduct: (hooks: Pick<RunDeps, 'judge' | 'page'>) => Promise<Conducted>,
  system: SystemDeps,
): Promise<number> {
  let comparison: Comparison | undefined;
  const judge = (base: Baseline) => (report: Report) => {
    const judged = judgeAgainst(base, report);
    comparison = judged.comparison;
    return judged.report;
  };
  const { 'no-color': noColour, 'no-html': noPage } = options;
  const { conducted, turns } = await conduct({
    judge: baseline && judge(baseline),
    page: noPage ? undefined : renderPage,
  });
  const shown = shownOn(allOutputs(outputs), system);
  return concludeRun(
    conducted,
    {
      outputs: outputs.reports,
      turns,
      comparison,
      views,
      shown,
      noColour,
      noPage,
      canTrace: options.fleet === undefined,
    },
    system,
  );
}
