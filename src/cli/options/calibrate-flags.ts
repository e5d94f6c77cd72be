import { countFlag, switchFlag } from '../../run/flags/flag.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';

const LOAD = 'Load';
const OUTPUT = 'Output';

export const CALIBRATE_FLAGS = {
  quick: switchFlag({
    group: LOAD,
    describe: 'Run short trials and skip the search for the highest load (about 45 s)',
  }),
  vus: countFlag({ group: LOAD, alias: 'u', describe: 'Number of virtual users per trial (default 500)' }, 10),
  rate: countFlag({ group: LOAD, value: 'TURNS/S', describe: 'Turns per second per trial (default 1,000)' }, 10),
  seconds: countFlag(
    { group: LOAD, describe: 'Steady-state time of a trial in seconds (default 3; with --quick 1)' },
    1,
  ),
  trials: countFlag({ group: LOAD, describe: 'Number of trials; results are medians over them (default 3)' }, 1),
  'max-rate': countFlag({ group: LOAD, value: 'TURNS/S', describe: 'Highest rate of the search (default 20,000)' }, 1),
  'max-vus': countFlag({ group: LOAD, describe: 'Highest number of virtual users of the search (default 20,000)' }, 1),
  json: switchFlag({ group: OUTPUT, describe: 'Print one JSON document instead of tables' }),
  ...COMMON_FLAGS,
};
