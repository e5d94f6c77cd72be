import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import { formatPercent } from '../../platform/percent.ts';
import type { Metrics, Trend } from '../../report/metric-schema.ts';
import type { Report } from '../../report/report.ts';
import { readConnections } from '../tables/describe-connections.ts';
import { formatQuantile } from '../tables/format-trend.ts';
import type { MetricModel } from './page-model.ts';
import { endedTurns } from './turns-of-block.ts';

/** A rate as it is shown. */
interface ShownRate {
  /** The metric. */
  readonly name: string;
  readonly label: string;
  /** The best possible value. */
  readonly best: 0 | 1;
}

const COMPLETION: ShownRate = { name: 'conversation_completion', label: 'completion', best: 1 };
const FAILED_TURNS: ShownRate = { name: 'turn_failure', label: 'failed turns', best: 0 };

/** What is read first: how much was done, what of it failed, how long it took. */
export function keyMetrics(report: Report): MetricModel[] {
  const { metrics, timeline, load, verdict, targets, scenario } = report;
  const turns = TURN_OUTCOMES.reduce((sum, outcome) => sum + countOf(metrics, turnCounter(outcome)), 0);
  const busiest = Math.max(0, ...timeline.blocks.map(({ activeVus }) => activeVus));
  const missed = verdict.status === 'pass' ? 'doubtful' : 'bad';
  return [
    {
      label: 'conversations',
      value: groupThousands(countOf(metrics, 'conversations_completed')),
      detail: `completed, of ${groupThousands(countOf(metrics, 'conversations_started'))} started`,
    },
    shareMetric(metrics, COMPLETION, missed),
    ...(scenario.turns === false
      ? connectionMetrics(report, missed)
      : [
          { label: 'turns', value: groupThousands(turns), ...turnsPerSecond(timeline) },
          shareMetric(metrics, FAILED_TURNS, missed),
          ...trendMetric(metrics, 'first_output', 'first_output p95'),
          ...trendMetric(metrics, 'turn', 'turn p95'),
        ]),
    {
      label: 'virtual users',
      value: groupThousands(Math.round(busiest)),
      detail: `peak, of ${groupThousands(load.maxVus)}${targets.length > 1 ? ' per target' : ''}`,
    },
  ];
}

function connectionMetrics(report: Report, missed: NonNullable<MetricModel['mood']>): MetricModel[] {
  const { opened, failed, lost } = readConnections(report);
  return [
    {
      label: 'connections',
      value: groupThousands(opened),
      detail: `opened, ${groupThousands(failed)} failed, ${groupThousands(lost)} lost`,
      mood: opened > 0 && failed + lost === 0 ? 'good' : missed,
    },
    ...trendMetric(report.metrics, 'connect', 'connect p95'),
    ...trendMetric(report.metrics, 'ready', 'ready p95'),
  ];
}

/** `missed`: the mood of any value but the best one. */
function shareMetric(
  metrics: Metrics,
  { name, label, best }: ShownRate,
  missed: NonNullable<MetricModel['mood']>,
): MetricModel {
  const rate = metrics[name];
  if (rate?.kind !== 'rate' || rate.value === null) return { label, value: '–', detail: 'no data' };
  return {
    label,
    value: formatPercent(rate.value),
    detail: `${groupThousands(rate.numerator)} of ${groupThousands(rate.denominator)}`,
    mood: rate.value === best ? 'good' : missed,
  };
}

function trendMetric(metrics: Metrics, name: string, label: string): MetricModel[] {
  const trend = metrics[name];
  if (trend?.kind !== 'trend') return [];
  const detail = (['p50', 'p99'] as const).map((quantile) => `${quantile} ${formatQuantile(trend, quantile)}`);
  return [{ label, value: formatQuantile(trend, 'p95'), detail: detail.join(', '), ...moodOf(trend) }];
}

/** A quantile among the failed turns is one of those that never came. */
function moodOf({ p95, atLeastMs }: Trend): Pick<MetricModel, 'mood'> {
  return p95 === null && atLeastMs !== undefined ? { mood: 'bad' } : {};
}

function countOf(metrics: Metrics, name: string): number {
  const metric = metrics[name];
  return metric?.kind === 'counter' ? metric.count : 0;
}

/** Mean rate in the steady state; ramps would distort it. Nothing where the steady state is shorter than a block. */
function turnsPerSecond({ blocks, blockMs }: Report['timeline']): Pick<MetricModel, 'detail'> {
  const steady = blocks.slice(0, -1).filter(({ phase }) => phase === 'steady');
  if (steady.length === 0) return {};
  const turns = steady.reduce((sum, block) => sum + endedTurns(block), 0);
  const rate = (turns / (steady.length * blockMs)) * 1000;
  return { detail: `${rate < 100 ? rate.toFixed(1) : groupThousands(Math.round(rate))} per second in steady state` };
}
