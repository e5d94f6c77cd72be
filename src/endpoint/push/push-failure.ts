import { excerpt } from '../../platform/redact.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import type { ConnectTrace } from '../network/connect-trace.ts';
import { causesOf, codeOf, sentenceOf } from '../network/error-causes.ts';
import { httpRefusal } from '../network/http-refusal.ts';
import { proxyFailure } from '../network/proxy-failure.ts';
import { tlsFailure } from '../network/tls-failure.ts';
import { networkFailure } from '../network-failure.ts';
import { STAGES } from '../socketio/connect-failure.ts';

/** What an error means that ended a request; the classes are those of connections. */
export function classifyPushError(error: unknown, trace: ConnectTrace): EndpointFailure {
  const causes = causesOf(error);
  const sentence = excerpt(causes.map(sentenceOf).find((text) => text !== '') ?? 'no reason was given');
  if (trace.proxyAnswer) return httpRefusal(trace.proxyAnswer, 4, trace.route);
  if (trace.atProxy()) return proxyFailure(sentence);
  for (const cause of causes) {
    const known = tlsFailure(cause) ?? networkFailure(cause) ?? notHttp(cause);
    if (known) return known;
  }
  return { class: 'other', message: `${stageOf(trace)}: ${sentence}` };
}

/** The response did not begin in time. */
export function classifyPushTimeout(timeoutMs: number, trace: ConnectTrace): EndpointFailure {
  const message = `no answer to the request within ${timeoutMs} ms (${stageOf(trace)})`;
  if (trace.atProxy()) return { class: 'proxy', message, hint: 'check --proxy, HTTPS_PROXY and HTTP_PROXY' };
  const hint =
    trace.stage() === 'upgrade'
      ? 'the endpoint service may be overloaded; send more slowly with pushRate, or raise --connect-timeout'
      : 'check host, port and firewall, or raise --connect-timeout';
  return { class: trace.stage() === 'dns' ? 'dns' : 'connect-timeout', message, hint };
}

/** A request is no upgrade, so what follows the connection is waiting for its response. */
function stageOf(trace: ConnectTrace): string {
  const stage = trace.stage();
  return stage === 'upgrade' ? 'waiting for the response' : STAGES[stage];
}

/** The codes of Node's HTTP parser. */
function notHttp(cause: unknown): EndpointFailure | undefined {
  if (!codeOf(cause).startsWith('HPE_')) return undefined;
  return {
    class: 'other',
    message: `the server does not speak HTTP: ${excerpt(sentenceOf(cause))}`,
    hint: 'check host and port of the endpoint URL',
  };
}
