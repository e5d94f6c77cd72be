import { switchFlag, textFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS, RUN_FLAGS } from '../../run/flags/run-flags.ts';
import { TARGET_FLAGS } from '../../run/flags/target-flags.ts';

const SAVE = 'Scenario';

/** `talk` always sends in test mode. */
const { 'test-mode': _testMode, ...CONNECTION_FLAGS } = TARGET_FLAGS;

export const TALK_FLAGS = {
  save: textFlag({
    group: SAVE,
    value: 'FILE',
    describe: 'Save the conversation to FILE as a scenario, with think times, and replies as commented checks',
  }),
  force: switchFlag({ group: SAVE, describe: 'Overwrite an existing FILE' }),
  profile: { ...RUN_FLAGS.profile, group: SAVE },
  ...CONNECTION_FLAGS,
  ...COMMON_FLAGS,
};
