import { DEFAULT_MARGIN, DEFAULT_SHARE_MARGIN } from '../../compare/margin.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import type { ComparisonOptions } from '../../report/comparison/build-comparison.ts';
import { parseGate } from '../../report/comparison/gate.ts';
import type { Options } from './flag.ts';
import type { JUDGE_FLAGS } from './judge-flags.ts';

/** What was asked for, with every default. */
export function comparisonOptions(options: Options<typeof JUDGE_FLAGS>): ComparisonOptions {
  return {
    margin: options.margin ?? DEFAULT_MARGIN,
    shareMargin: options['share-margin'] ?? DEFAULT_SHARE_MARGIN,
    gates: options.gate?.map(parseGate),
    failOnInconclusive: options['fail-on'] === 'inconclusive',
    palaver: packageVersion(),
  };
}
