import type { Cell, TrendCell } from '../../measure/cell.ts';
import { cellKey } from '../../measure/cell-key.ts';
import { COUNTERS, type CounterName, TRENDS, TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { Labels, SeriesKey } from '../../measure/series.ts';
import type { HistogramSeries, MetricFamily, MetricLabels, ScalarFamily } from './metric-family.ts';
import type { RunView } from './run-view.ts';

/**
 * Upper bounds of the buckets, s: from a reply at once to the longest that anybody waits for one. 0.02 is there because a run
 * whose inputs go out later than that is not valid.
 */
export const BUCKETS_S: readonly number[] = [
  0.005, 0.01, 0.02, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 60,
];
const BUCKETS_US = BUCKETS_S.map((seconds) => seconds * 1_000_000);

const OUTCOME_OF = new Map<string, string>(TURN_OUTCOMES.map((outcome) => [turnCounter(outcome), outcome]));
const TURNS_HELP = 'turns by how they ended; all but completed and interrupted failed';

/**
 * What has been measured, by names that follow from those of the report:
 *
 *     trend  first_output   → palaver_first_output_seconds          histogram of the upper edges
 *     its turns without it  → palaver_first_output_censored_total   with `reason`
 *     counter inputs_sent   → palaver_inputs_sent_total             with `reason` where it has any
 *     turns_timed_out, …    → palaver_turns_total                   with `outcome`: one metric for all seven
 *
 * Labels are the report's, and `measured`: "false" is what warm-up and ramps leave out of it. Sums over it hold all. The
 * survivors' view (`first_output{of:completed}`) is not there: whoever adds up would count its turns twice.
 */
export function measuredFamilies({ readings, series }: Pick<RunView, 'readings' | 'series'>): MetricFamily[] {
  const families = new Families();
  const known = new Set<string>();
  for (const cell of readings.cells) {
    if (cell.labels.of !== undefined) continue;
    if (cell.kind === 'trend') families.trend(cell);
    else families.count(cell, cell.count);
    if (cell.kind === 'counter' && cell.labels.reason === undefined && !cell.leftOut) known.add(cellKey(cell));
  }
  for (const key of series) if (startsAtZero(key) && !known.has(cellKey(key))) families.count(key, 0);
  return families.all();
}

/** Reasons are too many to be told before they occur. */
function startsAtZero({ kind, labels }: SeriesKey): boolean {
  return kind === 'counter' && labels.reason === undefined;
}

type Counted = Pick<SeriesKey, 'kind' | 'metric' | 'labels'> & Pick<Cell, 'leftOut'>;

class Families {
  private readonly scalars = new Map<string, { help: string; series: ScalarFamily['series'][number][] }>();
  private readonly histograms = new Map<string, { help: string; series: HistogramSeries[] }>();

  count({ kind, metric, labels, leftOut }: Counted, value: number): void {
    const outcome = OUTCOME_OF.get(metric);
    const [name, help] =
      kind === 'censored'
        ? [`${metric}_censored`, `turns or requests without a value of ${metric}`]
        : outcome
          ? ['turns', TURNS_HELP]
          : [metric, COUNTERS[metric as CounterName]];
    const family = this.scalars.get(name) ?? { help, series: [] };
    this.scalars.set(name, family);
    family.series.push({ labels: labelsOf(labels, leftOut, outcome), value });
  }

  trend({ metric, labels, leftOut, upper }: TrendCell): void {
    const family = this.histograms.get(metric) ?? { help: TRENDS[metric], series: [] };
    this.histograms.set(metric, family);
    family.series.push({
      labels: labelsOf(labels, leftOut),
      cumulative: upper.countsUpTo(BUCKETS_US),
      count: upper.count,
      sum: upper.sumUs / 1_000_000,
    });
  }

  all(): MetricFamily[] {
    return [
      ...[...this.scalars].map(
        ([name, { help, series }]): MetricFamily => ({ name: `palaver_${name}_total`, help, type: 'counter', series }),
      ),
      ...[...this.histograms].map(
        ([name, { help, series }]): MetricFamily => ({
          name: `palaver_${name}_seconds`,
          help,
          type: 'histogram',
          bounds: BUCKETS_S,
          series,
        }),
      ),
    ];
  }
}

function labelsOf(labels: Labels, leftOut: boolean | undefined, outcome?: string): MetricLabels {
  const { target, conversation, step, position, reason } = labels;
  return {
    target,
    conversation,
    ...(step !== undefined && { step }),
    ...(position !== undefined && { position }),
    ...(reason !== undefined && { reason }),
    ...(outcome !== undefined && { outcome }),
    measured: String(!leftOut),
  };
}
