import { listFlag, switchFlag, textFlag } from '../../run/flags/flag.ts';
import { BASELINE_FLAGS } from '../../run/flags/judge-flags.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

export const MERGE_FLAGS = {
  out: listFlag({
    group: 'Output',
    alias: 'o',
    value: 'TYPE=FILE',
    describe:
      'Also write csv, hgrm, hgrm-turn, hlog, html, json, junit, markdown, tables or timeline to FILE (repeatable)',
  }),
  'no-html': switchFlag({ group: 'Output', describe: 'Do not write the HTML page report.html next to report.json' }),
  'report-dir': textFlag({
    group: 'Output',
    value: 'DIR',
    describe: 'Create the folder of the report in DIR (default reports)',
  }),
  ...BASELINE_FLAGS,
  ...COMMON_FLAGS,
};
