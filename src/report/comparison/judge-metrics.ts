import { classify, type Judged, type Outcome } from '../../compare/classify.ts';
import { chanceOfBetter, chanceOfWorse, type Estimate, intervalOf } from '../../compare/estimate.ts';
import { holmAdjusted } from '../../compare/holm.ts';
import { type Margin, marginShare } from '../../compare/margin.ts';
import { smallestEffect } from '../../compare/smallest-effect.ts';
import { countedBy } from '../../measure/counted-by.ts';
import { formatPercent } from '../../platform/percent.ts';
import type { ComparedMetric } from './compared-metrics.ts';
import type { ComparisonRow } from './comparison-schema.ts';
import { formatMarginTime } from './describe-row.ts';

export interface Margins {
  readonly margin: Margin;
  /** Margin of shares. */
  readonly shareMargin: number;
}

export interface JudgeOptions extends Margins {
  readonly gating: boolean;
  /** Whether more turns, or connections, of a part failed than in the baseline, beyond the margin. */
  readonly failuresRose: (compared: ComparedMetric) => boolean;
}

/** Metrics as rows of the comparison. Gating ones are judged together (Holm correction), others individually. */
export function judgeMetrics(all: readonly ComparedMetric[], options: JudgeOptions): ComparisonRow[] {
  const estimates = all.flatMap(({ estimate }) => estimate ?? []);
  const adjust = options.gating ? holmAdjusted : (values: readonly number[]) => values;
  const worse = adjust(estimates.map(chanceOfWorse));
  const better = adjust(estimates.map(chanceOfBetter));
  return all.map((compared) => {
    const index = compared.estimate ? estimates.indexOf(compared.estimate) : -1;
    if (!compared.estimate)
      return { ...factsOf(compared, options.gating), outcome: 'not-enough-data', why: compared.why! };
    const test = {
      estimate: compared.estimate,
      pWorse: worse[index]!,
      pBetter: better[index]!,
      tests: options.gating ? estimates.length : 1,
    };
    return judgeOne(compared, test, options);
  });
}

/** The statistical test of one metric. */
interface MetricTest {
  readonly estimate: Estimate;
  /** p-values; adjusted if several tests are judged together. */
  readonly pWorse: number;
  readonly pBetter: number;
  /** Number of tests judged together. */
  readonly tests: number;
}

function judgeOne(
  compared: ComparedMetric,
  { estimate, pWorse, pBetter, tests }: MetricTest,
  options: JudgeOptions,
): ComparisonRow {
  const { metric, quantile } = compared;
  const margin = quantile ? marginShare(options.margin, compared.base / 1000) : options.shareMargin;
  const own = onItsScale(margin, quantile !== undefined);
  const failuresRose = quantile !== undefined && options.failuresRose(compared);
  const outcomeWithin = (limits: Judged['margin']) =>
    classify({ estimate, pWorse, pBetter, margin: limits, failuresRose });
  const outcome = outcomeWithin(own);
  const relative = quantile ? outcomeWithin(onItsScale(options.margin.relative, true)) : outcome;
  const why = whyOutcome(compared, outcome, { ...options, failuresRose, relative });
  const scale = quantile ? Math.expm1 : (value: number) => value;
  // A lower completion is worse.
  const sign = metric === 'conversation_completion' ? -1 : 1;
  const effect = sign * scale(smallestEffect(estimate, own.up, tests));
  const interval = (confidence: number) => {
    const limits = intervalOf(estimate, confidence).map((limit) => sign * scale(limit));
    const [low, high] = limits.map((limit) => (Number.isFinite(limit) ? rounded(limit) : null));
    return (sign > 0 ? [low!, high!] : [high!, low!]) as [number, number | null];
  };
  return {
    ...factsOf(compared, options.gating),
    outcome: wordFor(outcome, quantile !== undefined),
    ...(why !== undefined && { why }),
    difference: {
      estimate: rounded(sign * scale(estimate.value)),
      interval95: interval(0.95),
      interval90: interval(0.9),
    },
    margin: rounded(margin),
    pWorse: rounded(pWorse),
    pBetter: rounded(pBetter),
    ...(Number.isFinite(effect) && { smallestEffect: rounded(effect) }),
    units: compared.units,
    ...(compared.blockMs !== undefined && { blockMs: Math.round(compared.blockMs) }),
  };
}

/** A margin on the scale of the estimate: shares unchanged, times as logarithms of a ratio. */
function onItsScale(margin: number, isTime: boolean): Judged['margin'] {
  if (!isTime) return { up: margin, down: margin };
  return { up: Math.log1p(margin), down: margin < 1 ? -Math.log1p(-margin) : Number.POSITIVE_INFINITY };
}

/** What the numbers do not show by themselves; `relative`: the outcome with the relative margin only. */
function whyOutcome(
  { metric, quantile, moreTrials }: ComparedMetric,
  outcome: Outcome,
  { failuresRose, relative, margin, shareMargin }: Margins & { failuresRose: boolean; relative: Outcome },
): string | undefined {
  if (outcome === 'inconclusive' && failuresRose) return `more ${countedBy(metric)} failed than in the baseline`;
  if (quantile !== undefined && outcome !== relative) {
    const within = `within ${formatMarginTime(margin.absoluteMs)}`;
    return outcome === 'equivalent'
      ? within
      : `exceeds ${formatPercent(margin.relative)}, but not significantly more than ${formatMarginTime(margin.absoluteMs)}`;
  }
  const more = quantile === undefined && outcome === 'inconclusive' ? moreTrials?.(shareMargin) : undefined;
  if (more === undefined) return undefined;
  return `needs ${more} more ${countedBy(metric)} on each side`;
}

function factsOf(compared: ComparedMetric, gating: boolean) {
  const { metric, part, quantile, base, candidate, baseAtLeastUs, candidateAtLeastUs } = compared;
  const atLeast = {
    baseAtLeast: base === Infinity && baseAtLeastUs,
    candidateAtLeast: candidate === Infinity && candidateAtLeastUs,
  };
  const inUnit = (value: number) => {
    if (!Number.isFinite(value)) return null;
    if (quantile) return rounded(value / 1000);
    return rounded(metric === 'conversation_completion' ? 1 - value : value);
  };
  return {
    metric,
    ...part,
    statistic: quantile ?? 'value',
    gating,
    unit: quantile ? ('ms' as const) : ('share' as const),
    base: inUnit(base),
    candidate: inUnit(candidate),
    ...(atLeast.baseAtLeast !== false && { baseAtLeast: rounded(atLeast.baseAtLeast / 1000) }),
    ...(atLeast.candidateAtLeast !== false && { candidateAtLeast: rounded(atLeast.candidateAtLeast / 1000) }),
  };
}

function wordFor(outcome: Outcome, isTime: boolean): ComparisonRow['outcome'] {
  if (!isTime) return outcome;
  return outcome === 'worse' ? 'slower' : outcome === 'better' ? 'faster' : outcome;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
