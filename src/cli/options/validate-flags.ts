import { type Flag, listFlag, switchFlag } from '../../run/flags/flag.ts';
import { RUN_FLAGS } from '../../run/flags/run-flags.ts';

const { out: _out, 'summary-export': _summary, 'report-dir': _folder, quiet: _quiet, ...planFlags } = RUN_FLAGS;

/** Flags of `run` without those that only control its output. */
export const PLAN_FLAGS = planFlags;

/** Those that only a run uses are checked, too: they may come from the environment of a pipeline. */
const checkedOnly = Object.fromEntries(
  Object.entries<Flag>(planFlags)
    .filter(([name, { group }]) => group === 'Output' && name !== 'debug')
    .map(([name, flag]) => [name, { ...flag, group: 'Run options (checked, not used)' }]),
) as Partial<typeof planFlags>;

export const VALIDATE_FLAGS = {
  'print-options': switchFlag({ group: 'Output', describe: 'Show the value of each option and where it comes from' }),
  json: switchFlag({ group: 'Output', describe: 'Print the plan as JSON' }),
  ...PLAN_FLAGS,
  ...checkedOnly,
  say: listFlag({
    group: RUN_FLAGS.say.group,
    describe: 'Without a scenario file: use this utterance (repeatable, in order)',
  }),
};
