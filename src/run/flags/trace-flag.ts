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
        'Show the first N conversations (default 1) as transcripts, with instants, checks, captures and branches: on stderr with one user, and in trace.txt and report.html',
    },
    { min: 1, max: MAX_TRACED },
  ),
};
