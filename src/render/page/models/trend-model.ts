import { QUANTILES, type QuantileName } from '../../../measure/histogram/quantile.ts';
import type { Trend } from '../../../report/metric-schema.ts';
import { failedOf, formatQuantile, isWide } from '../../tables/format-trend.ts';
import type { QuantileModel, TrendModel } from '../page-model.ts';

const NAMES = Object.keys(QUANTILES) as QuantileName[];

/** A trend of a report as the page shows it, without its curve. `failed`: default the turns without a value. */
export function trendModel(metric: string, trend: Trend, failed = failedOf(trend)): TrendModel {
  const { count, mean, max } = trend;
  const quantiles = Object.fromEntries(NAMES.map((name) => [name, quantileModel(trend, name)]));
  return { metric, count, failed, mean, max, quantiles: quantiles as TrendModel['quantiles'] };
}

function quantileModel(trend: Trend, name: QuantileName): QuantileModel {
  const bounds = trend.bounds?.[name];
  return {
    value: trend[name],
    text: formatQuantile(trend, name),
    ...(bounds && isWide(bounds) && { bounds }),
  };
}
