import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Report } from '../../report/report.ts';
import { claimReportFolder, writeReport } from '../../report/write-report.ts';
import { comparisonOptions } from '../../run/flags/comparison-options.ts';
import type { Options } from '../../run/flags/flag.ts';
import { mergeShards } from '../../run/shards/merge-shards.ts';
import { readShards } from '../../run/shards/read-shards.ts';
import { type JudgedRun, judgeAgainst } from '../baseline.ts';
import { chooseBaseline, describeChoice } from '../choose-baseline.ts';
import type { Command } from '../command.ts';
import { concludeRun } from '../conclude-run.ts';
import { MERGE_FLAGS } from '../options/merge-flags.ts';
import { readOutputs, refuseInputs } from '../options/outputs.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';
import { shownOn } from '../write-outputs.ts';

/** `palaver merge DIR…`: one report from the shard files of a run. The exit code is that of the verdict, as of `run`. */
export const mergeCommand: Command = {
  async run(system, args) {
    const { options, givenBy, positionals } = resolveOptions(MERGE_FLAGS, args, system.env);
    const outputs = readOutputs(options, system.cwd);
    const shards = readShards(positionals);
    refuseInputs(outputs, system.env);
    noteWithoutEffect({ options, givenBy }, system);
    const { report, comparison } = compared(mergeShards(shards), options, system);
    const folder = claimReportFolder(options['report-dir'] ?? 'reports', report.run);
    writeReport(folder, report, folder);
    const results = {
      outputs,
      turns: undefined,
      comparison,
      views: [],
      shown: shownOn(outputs, system),
      noColour: options['no-color'],
      noPage: options['no-html'],
    };
    return concludeRun({ report, folder }, results, system);
  },
};

/** The report with the verdict of its comparison, if there is a baseline. */
function compared(report: Report, options: Options<typeof MERGE_FLAGS>, { stderr }: SystemDeps): JudgedRun {
  if (options.baseline === undefined) {
    // A misspelt metric is an error even where it has no effect yet.
    if (options.gate) comparisonOptions(options);
    return { report, comparison: undefined };
  }
  const baseline = chooseBaseline(options.baseline, report.scenario, options);
  stderr.write(redact(`${describeChoice(baseline)}\n`));
  return judgeAgainst(baseline, report);
}
