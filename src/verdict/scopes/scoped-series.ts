import { type LabelFilter, matchesLabels } from '../../measure/label-filter.ts';
import { openCounter } from '../../measure/open-outcomes.ts';
import { RATE_COUNTERS } from '../../measure/rates.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { conversationOf } from '../evaluate.ts';
import { isCounter, isRate } from '../metric-kind.ts';
import type { Threshold } from '../threshold.ts';

/**
 * The series that one threshold needs, merged unless its labels distinguish them: a window then has one histogram per bound,
 * for any number of steps.
 */
export interface ScopedSeries {
  /** The merged series, with the labels that the threshold names. */
  readonly keys: readonly SeriesKey[];
  /** Index in `keys` by series number of the run, or -1. */
  readonly indexes: Int32Array;
}

export function scopedSeries(threshold: Threshold, all: readonly SeriesKey[]): ScopedSeries {
  const keys: SeriesKey[] = [];
  const known = new Map<string, number>();
  const indexes = Int32Array.from(all, (key) => {
    if (!isRead(threshold, key)) return -1;
    const { kind, metric, labels } = key;
    const name = `${kind} ${metric} ${labels.reason ?? ''}`;
    const index = known.get(name) ?? keys.push({ kind, metric, labels: labelsOf(threshold, labels.reason) }) - 1;
    known.set(name, index);
    return index;
  });
  return { keys, indexes };
}

function labelsOf({ labels }: Threshold, reason: string | undefined): SeriesKey['labels'] {
  return { target: '', conversation: '', ...labels, ...(reason !== undefined && { reason }) };
}

/** Series of a process have no place: which shards count is decided when their cells are added up. */
function isRead({ metric, labels }: Threshold, key: SeriesKey): boolean {
  const { place: _, ...where } = labels as LabelFilter;
  if (isRate(metric)) return RATE_COUNTERS[metric].includes(key.metric as never) && matchesLabels(key.labels, where);
  if (isCounter(metric) && key.metric === 'conversations_started')
    return matchesLabels(key.labels, conversationOf(where));
  if (key.metric === metric && matchesLabels(key.labels, where)) return true;
  // Interruptions, for any reason, count in the bounds of the outcomes they could have had.
  const { reason: __, ...anyReason } = where;
  return key.metric === openCounter(metric) && matchesLabels(key.labels, anyReason);
}
