import type { WallClock } from '../../platform/time/clock.ts';
import { parseHttpDateMs } from '../../platform/time/http-date.ts';

/** Maximum wait, even if a server asks for more: a date far in the future is more likely a mistake. */
const MAX_MS = 3_600_000;

/** The headers that say when to come back, by their names in lower case. */
export interface RetryHeaders {
  readonly 'retry-after'?: string | undefined;
  /** When the server sent the response: a date in `retry-after` is by the same clock. */
  readonly date?: string | undefined;
}

/**
 * How long the server asks to wait before the next request, in ms, at most one hour (RFC 9110, section 10.2.3):
 *
 *     Retry-After = HTTP-date | delay-seconds
 *     delay-seconds = 1*DIGIT
 *
 * Undefined without the header, for anything else in it, and for a date that has passed. A date counts from the response's
 * own `Date`, so that clocks that differ do no harm; without one, from `wallClock`.
 */
export function retryAfterMs(headers: RetryHeaders, wallClock: WallClock): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : untilDateMs(text, headers.date, wallClock);
  return waitMs > 0 ? Math.min(MAX_MS, waitMs) : undefined;
}

function untilDateMs(text: string, sent: string | undefined, wallClock: WallClock): number {
  const nowMs = wallClock.now().getTime();
  const fromMs = parseHttpDateMs(sent?.trim() ?? '', nowMs) ?? nowMs;
  return (parseHttpDateMs(text, fromMs) ?? fromMs) - fromMs;
}
