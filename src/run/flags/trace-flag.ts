import { countFlag } from './flag.ts';

/** Each traced conversation costs its load thread a message per event. */
const MAX_TRACED = 100;

/** The traced conversations; shared by `run` and `check`. */
export const TRACE_FLAG = {
  trace: countFlag(
    {
      group: 'Output',
      value: '[N]',
      bare: '1',
      describe:
        'Trace the first N conversations (default 1): messages with their times, checks, captures and branches; in trace.txt and report.html, with one user also on stderr',
    },
    { min: 1, max: MAX_TRACED },
  ),
};
