import type { IncomingHttpHeaders } from 'node:http';
import { TextDecoder } from 'node:util';
import { excerpt } from '../../platform/redact.ts';
import type { WallClock } from '../../platform/time/clock.ts';
import type { AllTimeDeps } from '../../platform/time/time-deps.ts';
import type { Timer } from '../../platform/time/timers.ts';
import { refusalText } from './refusal-text.ts';
import { retryAfterMs } from './retry-after.ts';

/** What a server or a proxy answered in place of an upgrade or a tunnel: bounded, redacted, everything that messages show of it. */
export interface HttpAnswer {
  readonly from: 'server' | 'proxy';
  readonly status: number;
  /** Where a redirect leads, without its query. */
  readonly location?: string | undefined;
  /** What `Retry-After` asks for, ms. */
  readonly retryAfterMs?: number | undefined;
  /** The authentication schemes of `WWW-Authenticate` or `Proxy-Authenticate`, as written. */
  readonly schemes: readonly string[];
  /** What a proxy names as the error (`Proxy-Status`, RFC 9209; `X-Squid-Error`). */
  readonly proxyError?: string | undefined;
  /** What says more than the status: the first such line of the body, else a reason phrase of the peer's own. */
  readonly text?: string | undefined;
}

/** An answer as node:http gives it. */
export interface HttpResponse {
  readonly statusCode?: number | undefined;
  readonly statusMessage?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export interface ReadableResponse extends HttpResponse {
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'end' | 'error' | 'close' | 'aborted', listener: () => void): unknown;
}

/** What follows the first lines of an error page says no more; a page may have styles before its text. */
const MAX_BYTES = 4096;
/** Maximum wait for the body of the response: 0.5 s. */
const MAX_WAIT_US = 500_000;

const LINE_LENGTH = 160;

/** The answer that response and body make. */
export function httpAnswer(
  from: HttpAnswer['from'],
  { statusCode: status = 0, statusMessage = '', headers }: HttpResponse,
  body: string,
  wallClock: WallClock,
): HttpAnswer {
  const challenges = [headers['www-authenticate'], headers['proxy-authenticate']].filter((text) => text !== undefined);
  const proxyError = textOfHeader(headers['proxy-status']) ?? textOfHeader(headers['x-squid-error']);
  const text =
    refusalText(body, status, statusMessage, textOfHeader(headers.server) ?? '') ?? refusalText(statusMessage, status);
  return {
    from,
    status,
    location:
      headers.location === undefined ? undefined : excerpt(headers.location.replace(/[?#].*$/s, ''), LINE_LENGTH),
    retryAfterMs: retryAfterMs(headers, wallClock),
    schemes: challenges.flatMap(schemesIn),
    proxyError: proxyError === undefined ? undefined : excerpt(proxyError, LINE_LENGTH),
    text: text === undefined ? undefined : excerpt(text, LINE_LENGTH),
  };
}

/**
 * Reads the beginning of a refusing response, at most 4 KiB or half a second, then reports the answer, once. It does not end
 * the connection. Returns a function that reports immediately what has come by then.
 */
export function readAnswer(
  from: HttpAnswer['from'],
  response: ReadableResponse,
  { clock, timers, wallClock }: AllTimeDeps,
  onAnswer: (answer: HttpAnswer) => void,
): () => void {
  let body = Buffer.alloc(0);
  let reported = false;
  let deadline: Timer | undefined;
  const report = () => {
    if (reported) return;
    reported = true;
    deadline?.cancel();
    onAnswer(httpAnswer(from, response, textOfBody(body, response.headers), wallClock));
  };
  deadline = timers.at(clock.nowUs() + MAX_WAIT_US, report);
  response.on('data', (chunk) => {
    body = Buffer.concat([body, chunk]).subarray(0, MAX_BYTES);
    if (body.length === MAX_BYTES) report();
  });
  for (const end of ['end', 'error', 'aborted', 'close'] as const) response.on(end, report);
  return report;
}

/**
 * What a body says in its own charset; nothing where it is compressed, which no client of Socket.IO asks for. Cut at white
 * space: half a secret would not be recognised.
 */
function textOfBody(body: Buffer, headers: IncomingHttpHeaders): string {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return '';
  const text = decoderFor(/charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1]).decode(body);
  return body.length < MAX_BYTES ? text : text.replace(/\S*$/, '');
}

function decoderFor(charset = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function textOfHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** `Basic realm="a", Digest qop="auth"` → Basic, Digest: a scheme is a word that no equals sign follows. */
function schemesIn(challenge: string): string[] {
  const words = challenge.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s|,|$)(?!\s*=)/g);
  return [...words].map(([, scheme]) => excerpt(scheme!, 40)).slice(0, 5);
}
