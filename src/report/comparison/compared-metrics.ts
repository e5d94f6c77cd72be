import { compareShareByBlocks, compareShareByRuns } from '../../compare/compare-share.ts';
import { compareTrendByBlocks, compareTrendByRuns } from '../../compare/compare-trend.ts';
import type { EvidenceUnit, Finding } from '../../compare/evidence.ts';
import { QUANTILES, type QuantileName } from '../../measure/histogram/quantile.ts';
import { KnownError } from '../../platform/known-error.ts';
import { randomStream } from '../../platform/random.ts';
import type { Report } from '../report.ts';
import type { InterruptedAs } from './interrupted.ts';
import { partKey, type ReportPart } from './part.ts';
import { isShare, shareEvidence } from './share-evidence.ts';
import { isOverTime, trendEvidence } from './trend-evidence.ts';

/** The reports of both sides; one each if blocks of time are compared. */
export interface Sides {
  readonly unit: EvidenceUnit;
  readonly interrupted: InterruptedAs;
  readonly base: readonly Report[];
  readonly candidate: readonly Report[];
}

/** A compared metric of a part. */
export interface ComparedMetric extends Finding {
  readonly metric: string;
  readonly part: ReportPart;
  /** Undefined for shares. */
  readonly quantile: QuantileName | undefined;
  /** Minimum of a quantile among failed turns, µs. */
  readonly baseAtLeastUs: number;
  readonly candidateAtLeastUs: number;
}

/** The quantiles of a trend of a part, or the value of a share. Empty if one of the runs has no such metric. */
export function compareMetrics(
  sides: Sides,
  metric: string,
  part: ReportPart,
  quantiles: readonly QuantileName[],
): ComparedMetric[] {
  const about = { metric, part, quantile: undefined, baseAtLeastUs: 0, candidateAtLeastUs: 0 };
  if (!isShare(metric)) return compareTrend(sides, metric, part, quantiles);
  const evidenceOf = (reports: readonly Report[]) =>
    known(reports.map((report) => shareEvidence(report, metric, part, sides.interrupted)));
  const [base, candidate] = [evidenceOf(sides.base), evidenceOf(sides.candidate)];
  if (!base || !candidate) return [];
  const finding =
    sides.unit === 'runs' ? compareShareByRuns(base, candidate) : compareShareByBlocks(base[0]!, candidate[0]!);
  return [{ ...about, ...finding }];
}

/** Throws a KnownError if a report does not keep the metric over time: one run per side cannot be compared by it. */
export function refuseWithoutTime(metric: string): void {
  if (isShare(metric) || isOverTime(metric)) return;
  throw new KnownError(`${metric} cannot be compared with one run per side`, {
    hint: 'a report keeps only first_output and turn over time; with 3 runs per side every trend can be compared',
  });
}

function compareTrend(
  sides: Sides,
  metric: string,
  part: ReportPart,
  quantiles: readonly QuantileName[],
): ComparedMetric[] {
  const evidenceOf = (reports: readonly Report[]) =>
    known(reports.map((report) => trendEvidence(report, metric, part, sides.interrupted)));
  const [base, candidate] = [evidenceOf(sides.base), evidenceOf(sides.candidate)];
  if (!base || !candidate) return [];
  const qs = quantiles.map((name) => QUANTILES[name]);
  const stream = randomStream(1, 0, `${metric} ${partKey(part)}`);
  const findings =
    sides.unit === 'runs'
      ? compareTrendByRuns(base, candidate, qs)
      : compareTrendByBlocks(base[0]!, candidate[0]!, qs, { stream });
  const atLeastUs = (runs: typeof base) => Math.max(...runs.map((run) => run.atLeastUs));
  return findings.map((finding, index) => ({
    ...finding,
    metric,
    part,
    quantile: quantiles[index]!,
    baseAtLeastUs: atLeastUs(base),
    candidateAtLeastUs: atLeastUs(candidate),
  }));
}

function known<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}
