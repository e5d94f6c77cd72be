import type { SampleSink } from '../../measure/sample.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';

/** Maximum time without a successful connection. */
const NO_CONNECTION_LIMIT_MS = 30_000;

/** Attempts this close together count as one: there was no retry. */
const SPREAD_MS = 10_000;

/**
 * A circuit breaker: ends the run when repeated attempts to connect have failed for 30 s.
 *
 *     event                                             working             trying since t, last at l
 *     a connection became ready, or a turn completed    –                   → working
 *     a connection was started, or failed, at n         → trying since n    l = n
 *     a check, at n                                     –                   n − t ≥ 30 s and l − t ≥ 10 s: the run ends
 *
 * An attempt that hangs counts from its start. While no user tries to connect (all are in a conversation, think, or wait for
 * their pace or a `Retry-After`), the run continues. Events of all targets count, when they are received: the run continues
 * while one target works.
 */
export class ConnectBreaker implements SampleSink {
  /** The event of a sample, by series number. */
  private readonly meanings: readonly ('works' | 'tries' | 'fails' | undefined)[];
  private readonly nowMs: () => number;
  private trying: { readonly sinceMs: number; lastMs: number; failed: number } | undefined;

  /** `keys`: all series of the run, by number. `nowMs`: time since the start of the run. */
  constructor(keys: readonly SeriesKey[], nowMs: () => number) {
    this.meanings = keys.map(({ metric }) => meaningOf(metric));
    this.nowMs = nowMs;
  }

  append(series: number, _atMs: number, lo: number): void {
    const meaning = this.meanings[series];
    if (meaning === undefined) return;
    if (meaning === 'works') {
      this.trying = undefined;
      return;
    }
    const nowMs = this.nowMs();
    this.trying ??= { sinceMs: nowMs, lastMs: nowMs, failed: 0 };
    this.trying.lastMs = nowMs;
    if (meaning === 'fails') this.trying.failed += lo;
  }

  /** The reason to end the run; undefined if there is none. */
  violation(nowMs: number): string | undefined {
    if (!this.trying) return undefined;
    const { sinceMs, lastMs, failed } = this.trying;
    if (nowMs - sinceMs < NO_CONNECTION_LIMIT_MS || lastMs - sinceMs < SPREAD_MS) return undefined;
    return `no connection succeeded for ${formatDurationMs(nowMs - sinceMs)} (${counted(failed, 'attempt')} failed)`;
  }
}

/** `start_delay` is recorded immediately before the socket of a conversation is created. */
function meaningOf(metric: SeriesKey['metric']): 'works' | 'tries' | 'fails' | undefined {
  if (metric === 'ready' || metric === 'turns_completed') return 'works';
  if (metric === 'start_delay' || metric === 'reconnects') return 'tries';
  return metric === 'connects_failed' ? 'fails' : undefined;
}
