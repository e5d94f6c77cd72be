import { switchFlag, textFlag } from './flag.ts';
import { COMMON_FLAGS, RUN_FLAGS } from './run-flags.ts';
import { TARGET_FLAGS } from './target-flags.ts';
import { TRACE_FLAG } from './trace-flag.ts';

const SCENARIO = 'With a scenario';

/** `check` always sends in test mode. */
const { 'test-mode': _testMode, ...CONNECTION_FLAGS } = TARGET_FLAGS;

export const CHECK_FLAGS = {
  ...CONNECTION_FLAGS,
  say: textFlag({ group: RUN_FLAGS.target.group, describe: 'Utterance to send in test mode (default hello)' }),
  'no-say': switchFlag({ group: RUN_FLAGS.target.group, describe: 'Connect only; send nothing' }),
  conversation: textFlag({
    group: SCENARIO,
    value: 'NAME',
    describe: 'Run the conversation NAME (default: chosen at random by weight, as in a run)',
  }),
  trace: {
    ...TRACE_FLAG.trace,
    group: SCENARIO,
    describe: 'Run and show the first N conversations, one after another (default 1)',
  },
  seed: { ...RUN_FLAGS.seed, group: SCENARIO },
  profile: { ...RUN_FLAGS.profile, group: SCENARIO },
  ...COMMON_FLAGS,
};
