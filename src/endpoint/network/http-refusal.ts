import { STATUS_CODES } from 'node:http';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { EndpointFailure, FailureClass } from '../endpoint-failure.ts';
import { otherVersion } from '../socketio/other-version.ts';
import type { TracedRoute } from './connect-trace.ts';
import type { HttpAnswer } from './http-answer.ts';

const CLASSES: Readonly<Record<number, FailureClass>> = {
  200: 'not-socketio',
  204: 'not-socketio',
  401: 'http-401',
  403: 'http-403',
  404: 'http-404',
  426: 'not-socketio',
  429: 'http-429',
  502: 'http-502',
  503: 'http-503',
};

export const UPGRADE_HINT =
  'a reverse proxy in front of the endpoint may drop the Upgrade header; configure it to forward Upgrade and Connection';

/** How Engine.IO of Node.js and of Python refuse a client of another version. */
const OTHER_VERSION = /unsupported (?:protocol )?version/i;

/** Causes that a refusing body names, the first that fits, from any server: Engine.IO, nginx, others. */
const NAMED_CAUSES: readonly { readonly text: RegExp; readonly hint: string }[] = [
  {
    text: /plain HTTP request was sent to (?:an )?HTTPS port|HTTP request to an HTTPS server/i,
    hint: 'begin the endpoint URL with https://',
  },
  {
    text: /SSL certificate (was sent|error)|client certificate/i,
    hint: 'give the client certificate that the server accepts with --cert and --key',
  },
  {
    text: /^Transport unknown/i,
    hint: 'WebSocket is disabled on this Socket.IO server (polling only); enable its websocket transport',
  },
  {
    text: /^Session ID unknown/i,
    hint: 'a load balancer may route one session to several servers; enable sticky sessions',
  },
  { text: /upgrade|websocket/i, hint: UPGRADE_HINT },
];

const HINTS: Readonly<Record<number, string>> = {
  403: 'an IP allow-list or a firewall in front of the endpoint may refuse this machine',
  426: UPGRADE_HINT,
  429: 'open connections more slowly: --connect-concurrency, a longer ramp, or a longer startSpread',
  502: 'the gateway is up, but the endpoint service behind it does not answer',
  503: 'the endpoint service is down, restarting or overloaded',
  504: 'the gateway is up, but the endpoint service behind it answers too late',
  511: 'a captive portal asks for a login; log in with a browser first',
};

/** What an answer in place of an upgrade, or of a tunnel, means: the one place that words it. `eio`: the Engine.IO version spoken. */
export function httpRefusal(answer: HttpAnswer, eio: 3 | 4, route: TracedRoute): EndpointFailure {
  const { status, location, retryAfterMs: waitMs } = answer;
  const message = [
    outcomeOf(answer),
    location === undefined ? '' : ` to ${location}`,
    answer.from === 'server' || answer.proxyError === undefined ? '' : `, ${answer.proxyError}`,
    answer.text === undefined ? '' : `: ${answer.text}`,
    waitMs === undefined ? '' : `, retry after ${formatDurationMs(waitMs)}`,
  ].join('');
  const meaning = answer.from === 'proxy' ? proxyRefusal(answer, route) : serverRefusal(answer, eio, route);
  return { ...meaning, status, message, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}

function outcomeOf({ from, status }: HttpAnswer): string {
  const named = `with HTTP ${status}${meaningOf(status)}`;
  if (from === 'proxy') return `the proxy refused the tunnel ${named}`;
  // Not a refusal: something that is no Socket.IO server took it for a plain request.
  if (status < 300) return `the server answered the upgrade ${named} instead of 101`;
  return `the upgrade was refused ${named}`;
}

/** The standard phrase of the status; a custom phrase of the peer is shown as its text. */
function meaningOf(status: number): string {
  const words = STATUS_CODES[status];
  return words === undefined ? '' : ` (${words.toLowerCase()})`;
}

type Meaning = Pick<EndpointFailure, 'class' | 'hint'>;

function serverRefusal(answer: HttpAnswer, eio: 3 | 4, { path }: TracedRoute): Meaning {
  const { status, text } = answer;
  const byStatus = CLASSES[status] ?? 'http-other';
  if (status === 400 && (text === undefined ? eio === 3 : OTHER_VERSION.test(text))) return otherVersion(eio);
  const named = status >= 400 && text !== undefined ? NAMED_CAUSES.find((cause) => cause.text.test(text)) : undefined;
  if (named && byStatus === 'http-other') return { class: byStatus, hint: named.hint };
  return { class: byStatus, hint: serverHint(answer, path) };
}

function serverHint({ status, location, schemes, text }: HttpAnswer, path: string): string {
  if (location !== undefined && status >= 300 && status < 400)
    return `the host redirects; use the address it redirects to: ${location}`;
  if (status >= 300 && status < 400) return 'the host redirects without saying where to; check the endpoint URL';
  if (status === 404) return `no Socket.IO server at the path ${path}; ${pathHint(path)}`;
  if (status === 401) {
    const wanted = schemes.length === 0 ? 'credentials' : `${schemes.join(' or ')} credentials`;
    return `the host asks for ${wanted}; add them with --header`;
  }
  if (status < 300) return `a web server answers, but it is not a Socket.IO server; ${pathHint(path)}; ${UPGRADE_HINT}`;
  if (status === 400 && text === undefined) return UPGRADE_HINT;
  return (
    HINTS[status] ?? (status >= 500 ? 'the server failed; look at its logs' : 'check the endpoint URL and any --header')
  );
}

/** What to look at where no Socket.IO server is at the path. */
export function pathHint(path: string): string {
  const subPath = path.replace(/\/socket\.io$/, '');
  if (subPath === '')
    return 'check host and port, and the sub-path of the endpoint URL (before the token) if it has one';
  return `check the sub-path ${subPath} of the endpoint URL (the part before the token)`;
}

function proxyRefusal(answer: HttpAnswer, { proxyCredentials }: TracedRoute): Meaning {
  return { class: 'proxy', hint: proxyHint(answer, proxyCredentials) };
}

function proxyHint({ status, schemes }: HttpAnswer, proxyCredentials: boolean): string {
  if (status === 407 && schemes.length > 0 && !schemes.some((scheme) => scheme.toLowerCase() === 'basic'))
    return `the proxy requires ${schemes.join(' or ')} authentication; palaver supports only Basic`;
  if (status === 407)
    return proxyCredentials
      ? 'the proxy refused user and password; check them in the proxy URL'
      : 'put user and password in the proxy URL: http://USER:PASSWORD@HOST:PORT';
  if (status === 403) return 'the proxy does not allow connections to this host and port';
  if (status === 405 || status === 501) return 'the server is not a proxy for CONNECT tunnels; check --proxy';
  if (status >= 500) return 'the proxy could not reach the endpoint; check host and port of the endpoint URL';
  return 'the proxy may not be allowed to reach this host';
}
