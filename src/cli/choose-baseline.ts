import { defaultGates } from '../report/comparison/gate.ts';
import { checkGates } from '../report/comparison/list-metrics.ts';
import { comparisonOptions } from '../run/flags/comparison-options.ts';
import type { Options } from '../run/flags/flag.ts';
import type { JUDGE_FLAGS } from '../run/flags/judge-flags.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Baseline } from './baseline.ts';
import { readBaseline } from './read-baseline.ts';

/** The baseline at `path`. One that cannot be read is found out before the load or the report, not after it. */
export function chooseBaseline(
  path: string,
  { name }: Pick<Scenario, 'name'>,
  options: Options<typeof JUDGE_FLAGS>,
): Baseline {
  const baseline = { ...readBaseline(path, name), options: comparisonOptions(options) };
  const { report } = baseline;
  if (report) checkGates(report, baseline.options.gates ?? defaultGates([report], 'blocks'));
  return baseline;
}

export function describeChoice({ report, chosen }: Baseline): string {
  return report ? `baseline: run ${report.run.id} of ${report.run.startedAt} (${chosen})` : chosen;
}
