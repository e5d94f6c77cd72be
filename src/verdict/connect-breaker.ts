import type { SampleSink } from '../measure/sample.ts';
import type { SeriesKey } from '../measure/series.ts';
import { formatDurationMs } from '../platform/duration.ts';

/** How long a target may take no connection. */
const NO_CONNECTION_LIMIT_MS = 30_000;

/**
 * A circuit breaker: the run ends when for 30 s no connection came about although some were tried.
 *
 *     event                                             working            failing since f
 *     a connection became ready, or a turn completed    –                  → working
 *     a connection failed before ready, at t            → failing since t  –
 *     a look, at t                                      –                  t − f ≥ 30 s: the run ends
 *
 * While nobody tries to connect (all converse, think, or wait for their pace) nothing fails, and the run goes on.
 * Events count when they are known, over all targets: the run goes on while one of them works.
 */
export class ConnectBreaker implements SampleSink {
  /** By number of the series: what one more of it means. */
  private readonly meanings: readonly ('works' | 'fails' | undefined)[];
  private readonly nowMs: () => number;
  private failing: { readonly sinceMs: number; attempts: number } | undefined;

  /** `keys`: of the run's series, by number. `nowMs`: since the run's start. */
  constructor(keys: readonly SeriesKey[], nowMs: () => number) {
    this.meanings = keys.map(({ metric }) => meaningOf(metric));
    this.nowMs = nowMs;
  }

  append(series: number, _atMs: number, lo: number): void {
    const meaning = this.meanings[series];
    if (meaning === 'works') this.failing = undefined;
    if (meaning !== 'fails') return;
    this.failing ??= { sinceMs: this.nowMs(), attempts: 0 };
    this.failing.attempts += lo;
  }

  /** Why the run is to end, in words, if it is; else undefined. */
  violation(nowMs: number): string | undefined {
    if (!this.failing || nowMs - this.failing.sinceMs < NO_CONNECTION_LIMIT_MS) return undefined;
    const { sinceMs, attempts } = this.failing;
    return `no connection succeeded for ${formatDurationMs(nowMs - sinceMs)} (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} failed)`;
  }
}

function meaningOf(metric: SeriesKey['metric']): 'works' | 'fails' | undefined {
  if (metric === 'ready' || metric === 'turns_completed') return 'works';
  return metric === 'connects_failed' ? 'fails' : undefined;
}
