import type { EndpointFailure, FailureClass } from './endpoint-failure.ts';

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

/** The ws library tells the status of a refused upgrade only in this sentence. */
const SENTENCE = /^Unexpected server response: (\d{3})$/;

/** The refusal behind the sentence, or `undefined` where it is another one. */
export function httpRefusal(sentence: string, eio: 3 | 4): EndpointFailure | undefined {
  const match = SENTENCE.exec(sentence);
  if (!match) return undefined;
  const status = Number(match[1]);
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
