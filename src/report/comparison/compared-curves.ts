import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import type { Report } from '../report.ts';
import type { Comparison } from './comparison-schema.ts';
import { haveTurns } from './gate.ts';
import { failedWithoutValue } from './trend-evidence.ts';

/** The histograms of all turns of each side, or of all connections without turns. Only of metrics that every run has. */
export function comparedCurves(base: readonly Report[], candidate: readonly Report[]): Comparison['curves'] {
  const metrics = haveTurns([...base, ...candidate]) ? ['first_output', 'turn'] : ['connect', 'ready'];
  return metrics.flatMap((metric) => {
    const [left, right] = [sumOf(base, metric), sumOf(candidate, metric)];
    return left && right ? [{ metric, base: left, candidate: right }] : [];
  });
}

function sumOf(reports: readonly Report[], metric: string): Comparison['curves'][number]['base'] | undefined {
  const sum = new HdrCounts(3);
  let failed = 0;
  for (const { metrics } of reports) {
    const trend = metrics[metric];
    if (trend?.kind !== 'trend' || trend.histogram === undefined) return undefined;
    sum.addEncoded(trend.histogram);
    failed += failedWithoutValue(trend);
  }
  return { histogram: sum.encode(), failed };
}
