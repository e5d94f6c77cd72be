import { listFlag } from '../../run/flags/flag.ts';
import { JUDGE_FLAGS } from '../../run/flags/judge-flags.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

export const COMPARE_FLAGS = {
  candidate: listFlag({ group: 'Runs', alias: 'c', value: 'RUN…', describe: 'Run to compare with the baseline' }),
  ...JUDGE_FLAGS,
  out: listFlag({
    group: 'Output',
    alias: 'o',
    value: 'TYPE=FILE',
    describe: 'Also write html, json, markdown or tables to FILE (repeatable)',
  }),
  ...COMMON_FLAGS,
};
