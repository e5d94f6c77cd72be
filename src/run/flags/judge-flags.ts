import { parseMargin, parsePercent } from '../../compare/margin.ts';
import { choiceFlag, type Flag, listFlag, textFlag } from './flag.ts';

const JUDGE = 'Comparison';

/** Flags of the comparison; shared by `compare` and `--baseline`. */
export const JUDGE_FLAGS = {
  margin: parsedFlag(
    {
      value: 'MARGIN',
      describe: 'Equivalence margin: relative (5%), absolute (20ms), or the larger of both (5%,20ms); default 10%,10ms',
    },
    parseMargin,
    'a margin such as 5%, 20ms or 5%,20ms',
  ),
  'share-margin': parsedFlag(
    {
      value: 'PERCENT',
      describe: 'Equivalence margin for shares, such as conversation_completion, in percentage points (default 1%)',
    },
    parsePercent,
    'a percentage such as 1% or 0.5%',
  ),
  gate: listFlag({
    group: JUDGE,
    value: 'METRIC',
    describe:
      'Gate on this metric, for instance \'turn{step="menu"} p95\' (repeatable; replaces the default: p50 and p95 of first_output and turn, and conversation_completion)',
  }),
  'fail-on': choiceFlag({ group: JUDGE, describe: 'Also exit with 112 when a gating metric is inconclusive' }, [
    'inconclusive',
  ]),
};

/** The baseline of a run, and how it is compared; shared by `run` and `merge`. */
export const BASELINE_FLAGS = {
  baseline: textFlag({
    group: JUDGE,
    value: 'RUN|DIR',
    describe:
      'Compare with RUN, or with the latest passed run of the scenario in DIR (no comparison if DIR has none yet); exit with 111 on a regression',
  }),
  ...JUDGE_FLAGS,
};

function parsedFlag<Value>(
  texts: { readonly value: string; readonly describe: string },
  read: (text: string) => Value | undefined,
  wanted: string,
): Flag<Value> {
  return {
    group: JUDGE,
    ...texts,
    parse: (text) => {
      const value = read(text);
      return value === undefined ? { wanted } : { value };
    },
  };
}
