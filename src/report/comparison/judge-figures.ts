import { classify, type Outcome } from '../../compare/classify.ts';
import { chanceOfBetter, chanceOfWorse, type Estimate, intervalOf } from '../../compare/estimate.ts';
import { holmAdjusted } from '../../compare/holm.ts';
import { type Margin, marginShare } from '../../compare/margin.ts';
import { smallestEffect } from '../../compare/smallest-effect.ts';
import type { ComparedFigure } from './compared-figures.ts';
import type { ComparisonRow } from './comparison-schema.ts';

export interface Margins {
  readonly margin: Margin;
  /** Of completion and failure. */
  readonly shareMargin: number;
}

export interface JudgeOptions extends Margins {
  readonly gating: boolean;
  /** Whether more turns failed at a place than before, beyond the margin. */
  readonly failuresRose: (figure: ComparedFigure) => boolean;
}

/** Figures as rows of the comparison. Those that gate are judged together, by Holm; the others each alone. */
export function judgeFigures(figures: readonly ComparedFigure[], options: JudgeOptions): ComparisonRow[] {
  const estimates = figures.flatMap(({ estimate }) => estimate ?? []);
  const adjust = options.gating ? holmAdjusted : (values: readonly number[]) => values;
  const worse = adjust(estimates.map(chanceOfWorse));
  const better = adjust(estimates.map(chanceOfBetter));
  return figures.map((figure) => {
    const index = figure.estimate ? estimates.indexOf(figure.estimate) : -1;
    if (!figure.estimate) return { ...factsOf(figure, options.gating), outcome: 'not-enough-data', why: figure.why! };
    const p = { pWorse: worse[index]!, pBetter: better[index]! };
    return judgeOne(figure, figure.estimate, p, options.gating ? estimates.length : 1, options);
  });
}

function judgeOne(
  figure: ComparedFigure,
  estimate: Estimate,
  p: { readonly pWorse: number; readonly pBetter: number },
  tests: number,
  options: JudgeOptions,
): ComparisonRow {
  const { metric, quantile } = figure;
  const margin = quantile ? marginShare(options.margin, figure.base / 1000) : options.shareMargin;
  const own = quantile
    ? { up: Math.log1p(margin), down: margin < 1 ? -Math.log1p(-margin) : Number.POSITIVE_INFINITY }
    : { up: margin, down: margin };
  const failuresRose = quantile !== undefined && options.failuresRose(figure);
  const outcome = classify({ estimate, ...p, margin: own, failuresRose });
  const scale = quantile ? Math.expm1 : (value: number) => value;
  // What is worse of a completion is that there is less of it.
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
    ...(failuresRose && outcome === 'inconclusive' && { why: 'more turns failed than before' }),
    difference: {
      estimate: rounded(sign * scale(estimate.value)),
      interval95: interval(0.95),
      interval90: interval(0.9),
    },
    margin: rounded(margin),
    pWorse: rounded(p.pWorse),
    pBetter: rounded(p.pBetter),
    ...(Number.isFinite(effect) && { smallestEffect: rounded(effect) }),
    units: figure.units,
    ...(figure.blockMs !== undefined && { blockMs: Math.round(figure.blockMs) }),
  };
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
