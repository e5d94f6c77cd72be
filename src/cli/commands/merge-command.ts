import { claimReportFolder, writeReport } from '../../report/write-report.ts';
import { mergeShards } from '../../run/shards/merge-shards.ts';
import { readShards } from '../../run/shards/read-shards.ts';
import type { Command } from '../command.ts';
import { concludeRun } from '../conclude-run.ts';
import { MERGE_FLAGS } from '../options/merge-flags.ts';
import { readOutputs, refuseInputs } from '../options/outputs.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { shownOn } from '../write-outputs.ts';

/** `palaver merge DIR…`: one report from the shard files of a run. The exit code is that of the verdict, as of `run`. */
export const mergeCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(MERGE_FLAGS, args, system.env);
    const outputs = readOutputs(options, system.cwd);
    const shards = readShards(positionals);
    refuseInputs(outputs, system.env);
    const report = mergeShards(shards);
    const folder = claimReportFolder(options['report-dir'] ?? 'reports', report.run);
    writeReport(folder, report, folder);
    const results = {
      outputs,
      turns: undefined,
      comparison: undefined,
      views: [],
      shown: shownOn(outputs, system),
      noColour: options['no-color'],
      noPage: options['no-html'],
    };
    return concludeRun({ report, folder }, results, system);
  },
};
