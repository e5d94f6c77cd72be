import { switchFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

export const INIT_FLAGS = {
  force: switchFlag({ group: 'Output', describe: 'Overwrite an existing file' }),
  ...COMMON_FLAGS,
};
