/** What the reader has chosen; it is kept when a run in progress is redrawn. */
export interface View {
  /** Id of the row that the charts show. */
  row: string;
  metric: Metric;
  /** Drawn of each target where there are several. */
  quantile: Quantile;
  sortBy: string;
  descending: boolean;
  filter: string;
  kind: string;
  /** Part of the time axis, s since the start of the run; undefined: all of it. */
  zoom: readonly [number, number] | undefined;
  /** Index of the conversation in the waterfall. */
  conversation: number;
  /** Ids of the details that are open. */
  readonly open: Set<string>;
}

/** Metrics that have curves. */
export const METRICS = ['first_output', 'turn', 'send_lag'] as const;
export type Metric = (typeof METRICS)[number];

export const PAGE_QUANTILES = ['p50', 'p95', 'p99'] as const;
export type Quantile = (typeof PAGE_QUANTILES)[number];

export function firstView(): View {
  return {
    row: 'all',
    metric: 'first_output',
    quantile: 'p95',
    sortBy: '',
    descending: false,
    filter: '',
    kind: '',
    zoom: undefined,
    conversation: 0,
    open: new Set(),
  };
}
