import { choiceFlag, countFlag, type Flag, listFlag, positiveDurationFlag, switchFlag, textFlag } from './flag.ts';
import { COMMON_FLAGS, RUN_FLAGS, TARGET_FLAGS } from './run-flags.ts';

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
    describe: "what the endpoint must keep: 'first_output p(95) < 2s' (repeatable; default the scenario's thresholds)",
  }),
  over: choiceFlag(
    { group: SEARCH, describe: 'virtual users, or conversations per second (default as the scenario)' },
    ['vus', 'rate'],
  ),
  from: levelFlag('lowest load (default 1 user, or 0.5/s)'),
  to: levelFlag('highest load (default 10000 users, or 1000/s)'),
  factor: {
    group: SEARCH,
    value: 'F',
    describe: 'on the way up each load is so many times the one before (default 2)',
    parse: (text: string) => {
      const value = Number(text);
      return value >= 1.1 && value <= 100 ? { value } : { wanted: 'a number from 1.1 to 100' };
    },
  } satisfies Flag<number>,
  'min-step': positiveDurationFlag({
    group: SEARCH,
    describe: 'each load is judged for so long at least (default 15s)',
  }),
  'max-step': positiveDurationFlag({
    group: SEARCH,
    describe: 'Maximum time per step (default 5m); a step still undecided then counts as failed',
  }),
  hold: positiveDurationFlag({ group: SEARCH, describe: 'the answer is confirmed for so long (default 60s)' }),
  'warm-up': positiveDurationFlag({
    group: SEARCH,
    describe: 'before each load is judged (default as long as a conversation, 2s to 2m)',
  }),
  'max-time': positiveDurationFlag({ group: SEARCH, describe: 'begin no step later (default 1h)' }),
  'max-vus': countFlag({ group: SEARCH, describe: 'with a rate: users at once at most' }, 1),
  say: RUN_FLAGS.say,
  'connect-concurrency': RUN_FLAGS['connect-concurrency'],
  workers: RUN_FLAGS.workers,
  seed: RUN_FLAGS.seed,
  profile: RUN_FLAGS.profile,
  yes: switchFlag({ group: SEARCH, describe: 'search where the budget guard (113) would refuse' }),
  ...TARGET_FLAGS,
  out: listFlag({
    group: OUTPUT,
    alias: 'o',
    value: 'TYPE=FILE',
    describe: 'also write html or json to a file (repeatable)',
  }),
  'report-dir': textFlag({
    group: OUTPUT,
    value: 'DIR',
    describe: 'where the folder of the search goes, with a report of each step (default reports)',
  }),
  'run-id': RUN_FLAGS['run-id'],
  quiet: switchFlag({ group: OUTPUT, alias: 'q', describe: 'no progress' }),
  ...COMMON_FLAGS,
};
