import { COUNTERS, type CounterName, TURN_OUTCOMES, type TurnOutcome, turnCounter } from '../../measure/metrics.ts';
import type { Cell, CounterCell } from '../../measure/recorder/cell.ts';
import { cellKey } from '../../measure/recorder/cell-key.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { labelsOf, type MetricFamily, type MetricValue, PREFIX } from './metric-family.ts';

const OUTCOMES: ReadonlyMap<string, TurnOutcome> = new Map(
  TURN_OUTCOMES.map((outcome) => [turnCounter(outcome), outcome]),
);

type Count = Pick<CounterCell, 'metric' | 'labels' | 'excluded' | 'count'>;

/**
 * The counters of the report, `palaver_conversations_started_total` for `conversations_started`; those of turns are one,
 * `palaver_turns_total`, by `outcome`. All counters of a run (`keys`) are exposed as 0 from the start: for a series that first appears
 * at 1, `rate()` sees no increase.
 */
export function counterFamilies(keys: readonly SeriesKey[], cells: readonly Cell[]): MetricFamily[] {
  const counts = new Map<string, Count>();
  // Without conversations (--series none), the few counters that have them are added up.
  const byConversation = keys.some(({ kind, labels }) => kind === 'trend' && labels.conversation !== undefined);
  const add = (cell: Count) => {
    const { conversation: _, ...others } = cell.labels;
    const shown = byConversation ? cell : { ...cell, labels: others };
    const key = cellKey(shown);
    counts.set(key, { ...shown, count: cell.count + (counts.get(key)?.count ?? 0) });
  };
  for (const { kind, metric, labels } of keys)
    if (kind === 'counter') add({ metric: metric as CounterName, labels, count: 0 });
  for (const cell of cells) if (cell.kind === 'counter') add(cell);
  const turns: MetricValue[] = [];
  const others = new Map<CounterName, MetricValue[]>();
  for (const cell of counts.values()) {
    const outcome = OUTCOMES.get(cell.metric);
    if (outcome) turns.push({ labels: { ...labelsOf(cell), outcome }, value: cell.count });
    else entryOf(others, cell.metric).push({ labels: labelsOf(cell), value: cell.count });
  }
  return [
    counter('turns', 'ended turns, by outcome', turns),
    ...[...others].map(([name, values]) => counter(name, COUNTERS[name], values)),
  ];
}

function entryOf(families: Map<CounterName, MetricValue[]>, name: CounterName): MetricValue[] {
  const known = families.get(name) ?? [];
  families.set(name, known);
  return known;
}

function counter(name: string, help: string, values: readonly MetricValue[]): MetricFamily {
  return { name: `${PREFIX}_${name}_total`, help, type: 'counter', values };
}
