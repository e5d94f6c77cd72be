import { AggregatorRegistry, type PrometheusContentType } from 'prom-client';
import type { MetricFamily } from './metric-family.ts';

/** Prometheus' text format 0.0.4. */
export const CONTENT_TYPE: PrometheusContentType = AggregatorRegistry.PROMETHEUS_CONTENT_TYPE;

/**
 * Families as text. prom-client's own counters and histograms need every event; its registry for aggregated metrics (of the
 * processes of a cluster) accepts final numbers.
 */
export function expose(families: readonly MetricFamily[]): Promise<string> {
  const counted = families.map((family) => ({ ...family, aggregator: 'sum' }));
  return AggregatorRegistry.aggregate<PrometheusContentType>([counted]).metrics();
}
