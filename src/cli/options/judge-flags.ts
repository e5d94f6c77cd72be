import { DEFAULT_MARGIN, DEFAULT_SHARE_MARGIN, parseMargin, parsePercent } from '../../compare/margin.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import type { ComparisonOptions } from '../../report/comparison/build-comparison.ts';
import { DEFAULT_GATES, parseGate } from '../../report/comparison/gate.ts';
import { choiceFlag, type Flag, listFlag } from './flag.ts';
import type { Options } from './resolve-options.ts';

const JUDGE = 'Comparison';

/** By what runs are compared; shared by `compare` and `run --baseline`. */
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
      describe: 'Equivalence margin for conversation_completion and turn_failure, in percentage points (default 1%)',
    },
    parsePercent,
    'a share such as 1% or 0.5%',
  ),
  gate: listFlag({
    group: JUDGE,
    value: 'FIGURE',
    describe:
      'Gating metric (repeatable; replaces the default: p50 and p95 of first_output and turn, and conversation_completion)',
  }),
  'fail-on': choiceFlag({ group: JUDGE, describe: 'Also exit with 112 when a gating metric is inconclusive' }, [
    'inconclusive',
  ]),
};

/** What was asked for, with every default. */
export function comparisonOptions(options: Options<typeof JUDGE_FLAGS>): ComparisonOptions {
  return {
    margin: options.margin ?? DEFAULT_MARGIN,
    shareMargin: options['share-margin'] ?? DEFAULT_SHARE_MARGIN,
    gates: options.gate?.map(parseGate) ?? DEFAULT_GATES,
    failOnInconclusive: options['fail-on'] === 'inconclusive',
    palaver: packageVersion(),
  };
}

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
