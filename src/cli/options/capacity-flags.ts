import {
  choiceFlag,
  countFlag,
  type Flag,
  listFlag,
  positiveDurationFlag,
  switchFlag,
  textFlag,
} from '../../run/flags/flag.ts';
import { COORDINATOR_FLAGS, FLEET_FLAGS } from '../../run/flags/fleet-flags.ts';
import { COMMON_FLAGS, RUN_FLAGS } from '../../run/flags/run-flags.ts';
import { TARGET_FLAGS } from '../../run/flags/target-flags.ts';

const SEARCH = 'Search';
const OUTPUT = 'Output';

/** Users, or conversations per second. */
function levelFlag(describe: string): Flag<number> {
  return {
    group: SEARCH,
    value: 'N|RATE',
    describe,
    parse: (text) => {
      const parsed = RUN_FLAGS.rate.parse(text);
      const isAbove0 = 'value' in parsed && parsed.value > 0;
      return isAbove0 ? parsed : { wanted: 'a number of virtual users, or a rate such as 5/s' };
    },
  };
}

export const CAPACITY_FLAGS = {
  objective: listFlag({
    group: SEARCH,
    value: 'THRESHOLD',
    describe:
      "Threshold that a sustainable load meets: 'first_output p(95) < 2s' (repeatable; default: the scenario's thresholds)",
  }),
  over: choiceFlag(
    {
      group: SEARCH,
      describe: 'Load model: virtual users (closed) or conversations per second (open); default: as in the scenario',
    },
    ['vus', 'rate'],
  ),
  from: levelFlag('Lowest load (default 1 virtual user, or 0.5/s)'),
  to: levelFlag('Highest load (default 10000 virtual users, or 1000/s)'),
  factor: {
    group: SEARCH,
    value: 'F',
    describe: 'Multiply the load by F at each step of the ramp-up (default 2)',
    parse: (text: string) => {
      const value = Number(text);
      return value >= 1.1 && value <= 100 ? { value } : { wanted: 'a number from 1.1 to 100' };
    },
  } satisfies Flag<number>,
  'min-step': positiveDurationFlag({
    group: SEARCH,
    describe: 'Minimum time per step (default 15s)',
  }),
  'max-step': positiveDurationFlag({
    group: SEARCH,
    describe: 'Maximum time per step (default 5m); a load still inconclusive then does not count as sustained',
  }),
  hold: positiveDurationFlag({
    group: SEARCH,
    describe: 'Confirm the result by holding that load for TIME (default 60s)',
  }),
  'warm-up': positiveDurationFlag({
    group: SEARCH,
    describe: 'Warm-up of each step, not measured (default as long as a conversation, 2s to 2m)',
  }),
  'max-time': positiveDurationFlag({ group: SEARCH, describe: 'Start no step after TIME (default 1h)' }),
  'max-vus': countFlag({ group: SEARCH, describe: 'Open model: maximum number of virtual users at once' }, 1),
  say: RUN_FLAGS.say,
  'connect-concurrency': RUN_FLAGS['connect-concurrency'],
  workers: RUN_FLAGS.workers,
  seed: RUN_FLAGS.seed,
  profile: RUN_FLAGS.profile,
  yes: switchFlag({ group: SEARCH, describe: 'Search even if the plan exceeds the platform limits (exit code 113)' }),
  ...TARGET_FLAGS,
  place: RUN_FLAGS.place,
  ...FLEET_FLAGS,
  ...COORDINATOR_FLAGS,
  out: listFlag({
    group: OUTPUT,
    alias: 'o',
    value: 'TYPE=FILE',
    describe: 'Also write html, json or tables to FILE (repeatable)',
  }),
  'report-dir': textFlag({
    group: OUTPUT,
    value: 'DIR',
    describe: 'Create the folder of the search, with a report per step, in DIR (default reports)',
  }),
  'run-id': RUN_FLAGS['run-id'],
  quiet: switchFlag({ group: OUTPUT, alias: 'q', describe: 'Do not show progress' }),
  ...COMMON_FLAGS,
};
