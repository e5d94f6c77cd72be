import { excerpt } from '../../platform/redact.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import type { ConnectStage, ConnectTrace } from '../network/connect-trace.ts';
import { causesOf, codeOf, sentenceOf } from '../network/error-causes.ts';
import { httpRefusal, pathHint } from '../network/http-refusal.ts';
import { proxyFailure } from '../network/proxy-failure.ts';
import { tlsFailure } from '../network/tls-failure.ts';
import { isReset, networkFailure } from '../network-failure.ts';
import { NO_HEARTBEAT } from './engine-like.ts';
import { otherVersion } from './other-version.ts';

/**
 * What an error means that ended an attempt to connect. `eio`: the Engine.IO version that was used. `refusedHint`: what the
 * protocol advises when the server gives no reason.
 */
export function classifyConnectError(
  error: unknown,
  eio: 3 | 4,
  trace: ConnectTrace,
  refusedHint: string,
): EndpointFailure {
  const causes = causesOf(error);
  const sentence = excerpt(causes.map(sentenceOf).find((text) => text !== '') ?? 'no reason was given');
  if (trace.proxyAnswer) return httpRefusal(trace.proxyAnswer, eio, trace.route);
  if (trace.atProxy())
    return proxyFailure(
      sentence,
      firstOf(causes, (cause) => tlsFailure(cause) ?? networkFailure(cause)),
    );
  const withoutAnswer = cutAtUpgrade(causes, trace);
  if (withoutAnswer) return withoutAnswer;
  for (const cause of causes) {
    const known =
      olderServer(cause) ??
      newerServer(cause, eio, trace) ??
      tlsFailure(cause) ??
      networkFailure(cause) ??
      notSocketIo(cause) ??
      withoutHeartbeat(cause);
    if (known) return known;
  }
  if (trace.stage() === 'socketio') return droppedBeforeReady(sentence, refusedHint);
  return { class: 'other', message: `${STAGES[trace.stage()]}: ${sentence}` };
}

/** Nothing more came until the connect timeout. */
export function classifyConnectTimeout(timeoutMs: number, trace: ConnectTrace): EndpointFailure {
  const stage = trace.stage();
  const message = `no answer within ${timeoutMs} ms (${STAGES[stage]})`;
  if (trace.atProxy()) return { class: 'proxy', message, hint: 'check --proxy, HTTPS_PROXY and HTTP_PROXY' };
  const hint =
    stage === 'engine'
      ? `the WebSocket opened but no Socket.IO server answered; ${pathHint(trace.route.path)}`
      : stage === 'socketio'
        ? 'Engine.IO answered but Socket.IO did not; a server middleware may hang, or the server is overloaded'
        : stage === 'upgrade'
          ? `the server accepted the request but did not answer it; ${pathHint(trace.route.path)}, or raise --connect-timeout`
          : 'check host, port and firewall, or raise --connect-timeout';
  return { class: stage === 'dns' ? 'dns' : 'connect-timeout', message, hint };
}

/** The server ended the connection between connecting and ready; it gives no reason for that. */
export function droppedBeforeReady(reason: string, hint: string): EndpointFailure {
  return {
    class: 'dropped-before-ready',
    message: `the server ended the connection before it was ready: ${excerpt(reason)}`,
    hint,
  };
}

/** The server ended the connection in place of an answer to the upgrade. */
function cutAtUpgrade(causes: readonly unknown[], trace: ConnectTrace): EndpointFailure | undefined {
  if (trace.stage() !== 'upgrade') return undefined;
  const { secure, path } = trace.route;
  if (!secure && causes.some(isTlsRecord))
    return {
      class: 'not-socketio',
      message: 'the server answered the upgrade with TLS',
      hint: 'begin the endpoint URL with https://',
    };
  const cut = causes.find((cause) => codeOf(cause) === 'ECONNRESET');
  if (cut === undefined) return undefined;
  const how = isReset(cut) ? 'reset the connection (ECONNRESET)' : 'closed the connection (FIN)';
  const hint = `${pathHint(path)}${secure ? '' : '; if the port speaks TLS, begin the URL with https://'}`;
  return { class: 'transport-close', message: `the server ${how} without an answer to the upgrade`, hint };
}

/** What Node's HTTP parser could not read begins as a TLS record: alert (21) or handshake (22), version 3.x. */
function isTlsRecord(cause: unknown): boolean {
  const packet = (cause as { rawPacket?: unknown } | undefined | null)?.rawPacket;
  return packet instanceof Uint8Array && (packet[0] === 21 || packet[0] === 22) && packet[1] === 3;
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What was being done, for messages. */
export const STAGES: Readonly<Record<ConnectStage, string>> = {
  dns: 'looking up the host name',
  tcp: 'opening the TCP connection',
  tunnel: 'asking the proxy for a tunnel',
  tls: 'TLS handshake',
  upgrade: 'WebSocket upgrade',
  engine: 'waiting for the Socket.IO handshake',
  socketio: 'Socket.IO connect',
};

/** Client 4 recognises a server of version 2 by its connect packet without a session id, and says so in this sentence. */
function olderServer(cause: unknown): EndpointFailure | undefined {
  if (!sentenceOf(cause).includes('server in v2.x')) return undefined;
  return { ...otherVersion(4), message: 'the server speaks Socket.IO 2, the client Socket.IO 4' };
}

/**
 * A server of version 3 or newer without `allowEIO3` first accepts the upgrade and then writes its HTTP 400 into the
 * WebSocket, where the letter H reads as a broken frame.
 */
function newerServer(cause: unknown, eio: 3 | 4, trace: ConnectTrace): EndpointFailure | undefined {
  if (eio !== 3 || trace.stage() !== 'engine' || !sentenceOf(cause).startsWith('Invalid WebSocket frame'))
    return undefined;
  return { ...otherVersion(3), message: 'the server does not accept the client of Socket.IO 2' };
}

const NOT_SOCKET_IO =
  /^(Parse Error|Invalid Sec-WebSocket|Invalid Upgrade header|Server sent|Invalid WebSocket frame|not a Socket\.IO handshake)/;

function notSocketIo(cause: unknown): EndpointFailure | undefined {
  const sentence = sentenceOf(cause);
  if (!NOT_SOCKET_IO.test(sentence) && codeOf(cause) !== 'parser error') return undefined;
  return {
    class: 'not-socketio',
    message: `the server is not a Socket.IO server: ${excerpt(sentence)}`,
    hint: 'check host, port and path of the endpoint URL',
  };
}

function withoutHeartbeat(cause: unknown): EndpointFailure | undefined {
  const sentence = sentenceOf(cause);
  if (!sentence.startsWith(NO_HEARTBEAT)) return undefined;
  return {
    class: 'protocol-error',
    message: `the server's Socket.IO handshake has ${excerpt(sentence)}`,
    hint: 'both must be non-negative numbers of ms, not both 0; check the configuration of the server',
  };
}
