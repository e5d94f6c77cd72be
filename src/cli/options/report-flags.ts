import { listFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

export const REPORT_FLAGS = {
  out: listFlag({
    group: 'Output',
    alias: 'o',
    value: 'TYPE=FILE',
    describe:
      'Write csv, hgrm, hgrm-turn, hlog, html, json, junit, markdown, tables or timeline to FILE instead of showing the tables (repeatable)',
  }),
  ...COMMON_FLAGS,
};
