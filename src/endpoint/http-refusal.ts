import type { WallClock } from '../platform/clock.ts';
import { formatDurationMs } from '../platform/duration.ts';
import type { CookieHeaders } from './cookie-jar.ts';
import type { EndpointFailure, FailureClass } from './endpoint-failure.ts';
import { type RetryHeaders, retryAfterMs } from './retry-after.ts';

/** The response to an upgrade that is none, as node:http gives it. */
export interface UpgradeRefusal {
  readonly statusCode?: number | undefined;
  readonly headers: RetryHeaders & CookieHeaders;
}

interface Refusal {
  readonly class: FailureClass;
  readonly meaning: string;
  readonly hint: string;
}

const REFUSALS: Readonly<Record<number, Refusal>> = {
  401: { class: 'http-401', meaning: 'not authorised', hint: 'the host asks for credentials; add them with --header' },
  403: {
    class: 'http-403',
    meaning: 'forbidden',
    hint: 'an IP allow-list or a firewall in front of the endpoint may refuse this machine',
  },
  404: {
    class: 'http-404',
    meaning: 'not found',
    hint: 'no Socket.IO server at this path; check the sub-path of the endpoint URL',
  },
  429: {
    class: 'http-429',
    meaning: 'too many requests',
    hint: 'open connections more slowly: --connect-concurrency, a longer ramp, or a start spread',
  },
  502: {
    class: 'http-502',
    meaning: 'bad gateway',
    hint: 'the gateway stands but the endpoint service behind it does not answer',
  },
  503: {
    class: 'http-503',
    meaning: 'service unavailable',
    hint: 'the endpoint service is down, restarting or overloaded',
  },
};

/** Not a refusal by a Socket.IO server but an ordinary web server that ignores the upgrade. */
const PLAIN_WEB = new Set([200, 204, 426]);

/** What a refused upgrade means. `eio` is the Engine.IO version that was spoken. */
export function httpRefusal(response: UpgradeRefusal, eio: 3 | 4, wallClock?: WallClock): EndpointFailure {
  const waitMs = retryAfterMs(response.headers, wallClock);
  const failure = refusalOf(response.statusCode ?? 0, eio);
  if (waitMs === undefined) return failure;
  const message = `${failure.message}, retry after ${formatDurationMs(waitMs)}`;
  return { ...failure, message, retryAfterMs: waitMs };
}

function refusalOf(status: number, eio: 3 | 4): EndpointFailure {
  const message = `the upgrade was refused with HTTP ${status}`;
  const known = REFUSALS[status];
  if (known) return { class: known.class, status, message: `${message} (${known.meaning})`, hint: known.hint };
  if (PLAIN_WEB.has(status)) {
    const hint = 'a web server answers there, but no Socket.IO server; check host and path of the endpoint URL';
    return { class: 'not-socketio', status, message, hint };
  }
  if (status === 400 && eio === 3) {
    const hint = 'the server may accept Socket.IO 4 only; use --socketio 4';
    return { class: 'socketio-version', status, message, hint };
  }
  return { class: 'http-other', status, message, hint: hintFor(status) };
}

function hintFor(status: number): string {
  if (status >= 300 && status < 400) return 'the host redirects; use the address it redirects to';
  return status >= 500 ? 'the server failed; look at its logs' : 'check the endpoint URL and any --header';
}
