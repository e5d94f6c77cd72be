import { classify, type Judged, type Outcome } from '../../compare/classify.ts';
import { chanceOfBetter, chanceOfWorse, type Estimate, intervalOf } from '../../compare/estimate.ts';
import { holmAdjusted } from '../../compare/holm.ts';
import { type Margin, marginShare } from '../../compare/margin.ts';
import { smallestEffect } from '../../compare/smallest-effect.ts';
import type { ComparedFigure } from './compared-figures.ts';
import type { ComparisonRow } from './comparison-schema.ts';
import { formatMarginTime } from './describe-row.ts';

export interface Margins {
  readonly margin: Margin;
  /** Margin of completion and failure. */
  readonly shareMargin: number;
}

export interface JudgeOptions extends Margins {
  readonly gating: boolean;
  /** Whether more turns failed at a place than in the baseline, beyond the margin. */
  readonly failuresRose: (figure: ComparedFigure) => boolean;
}

/** Figures as rows of the comparison. Gating ones are judged together (Holm correction), others individually. */
export function judgeFigures(figures: readonly ComparedFigure[], options: JudgeOptions): ComparisonRow[] {
  const estimates = figures.flatMap(({ estimate }) => estimate ?? []);
  const adjust = options.gating ? holmAdjusted : (values: readonly number[]) => values;
  const worse = adjust(estimates.map(chanceOfWorse));
  const better = adjust(estimates.map(chanceOfBetter));
  return figures.map((figure) => {
    const index = figure.estimate ? estimates.indexOf(figure.estimate) : -1;
    if (!figure.estimate) return { ...factsOf(figure, options.gating), outcome: 'not-enough-data', why: figure.why! };
    const test = {
      estimate: figure.estimate,
      pWorse: worse[index]!,
      pBetter: better[index]!,
      tests: options.gating ? estimates.length : 1,
    };
    return judgeOne(figure, test, options);
  });
}

/** The statistical test of one figure. */
interface FigureTest {
  readonly estimate: Estimate;
  /** p-values; adjusted if several tests are judged together. */
  readonly pWorse: number;
  readonly pBetter: number;
  /** Number of tests judged together. */
  readonly tests: number;
}

function judgeOne(
  figure: ComparedFigure,
  { estimate, pWorse, pBetter, tests }: FigureTest,
  options: JudgeOptions,
): ComparisonRow {
  const { metric, quantile } = figure;
  const margin = quantile ? marginShare(options.margin, figure.base / 1000) : options.shareMargin;
  const own = onItsScale(margin, quantile !== undefined);
  const failuresRose = quantile !== undefined && options.failuresRose(figure);
  const outcomeWithin = (limits: Judged['margin']) =>
    classify({ estimate, pWorse, pBetter, margin: limits, failuresRose });
  const outcome = outcomeWithin(own);
  const relative = quantile ? outcomeWithin(onItsScale(options.margin.relative, true)) : outcome;
  const why = whyOutcome(figure, outcome, { ...options, failuresRose, relative });
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
    ...factsOf(figure, options.gating),
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
    units: figure.units,
    ...(figure.blockMs !== undefined && { blockMs: Math.round(figure.blockMs) }),
  };
}

/** A margin on the scale of the estimate: shares unchanged, times as logarithms of a ratio. */
function onItsScale(margin: number, isTime: boolean): Judged['margin'] {
  if (!isTime) return { up: margin, down: margin };
  return { up: Math.log1p(margin), down: margin < 1 ? -Math.log1p(-margin) : Number.POSITIVE_INFINITY };
}

/** What the numbers do not show by themselves; `relative`: the outcome with the relative margin only. */
function whyOutcome(
  { metric, quantile, moreTrials }: ComparedFigure,
  outcome: Outcome,
  { failuresRose, relative, margin, shareMargin }: Margins & { failuresRose: boolean; relative: Outcome },
): string | undefined {
  if (outcome === 'inconclusive' && failuresRose) return 'more turns failed than in the baseline';
  if (quantile !== undefined && outcome !== relative) {
    const within = `within ${formatMarginTime(margin.absoluteMs)}`;
    return outcome === 'equivalent'
      ? within
      : `exceeds ${formatPercent(margin.relative)}, but not significantly more than ${formatMarginTime(margin.absoluteMs)}`;
  }
  const more = quantile === undefined && outcome === 'inconclusive' ? moreTrials?.(shareMargin) : undefined;
  if (more === undefined) return undefined;
  return `needs ${more} more ${metric === 'conversation_completion' ? 'conversations' : 'turns'} on each side`;
}

function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function factsOf(figure: ComparedFigure, gating: boolean) {
  const { metric, place, quantile, base, candidate, baseAtLeastUs, candidateAtLeastUs } = figure;
  const atLeast = {
    baseAtLeast: base === Infinity && baseAtLeastUs,
    candidateAtLeast: candidate === Infinity && candidateAtLeastUs,
  };
  const figureOf = (value: number) => {
    if (!Number.isFinite(value)) return null;
    if (quantile) return rounded(value / 1000);
    return rounded(metric === 'conversation_completion' ? 1 - value : value);
  };
  return {
    metric,
    ...place,
    statistic: quantile ?? 'value',
    gating,
    unit: quantile ? ('ms' as const) : ('share' as const),
    base: figureOf(base),
    candidate: figureOf(candidate),
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
