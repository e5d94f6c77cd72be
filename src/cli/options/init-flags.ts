import { switchFlag } from './flag.ts';
import { COMMON_FLAGS } from './run-flags.ts';

export const INIT_FLAGS = {
  force: switchFlag({ group: 'Output', describe: 'Overwrite an existing file' }),
  ...COMMON_FLAGS,
};
