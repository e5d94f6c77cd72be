import { excerpt } from '../platform/redact.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import { causesOf, sentenceOf } from './error-causes.ts';
import { networkFailure } from './network-failure.ts';

/** WebSocket close codes (RFC 6455, section 7.4.1) that say something. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: 'closed normally',
  1001: 'the server goes away',
  1002: 'protocol error',
  1003: 'the server does not take this kind of data',
  1006: 'cut without a farewell',
  1007: 'the server could not read a message',
  1008: 'against a policy of the server',
  1009: 'a message was too big for the server',
  1011: 'the server failed',
  1012: 'the server restarts',
  1013: 'the server is overloaded',
};

/**
 * What it means that a connection ended which was up. `reason` is Socket.IO's word, the same in both clients; `closeCode`
 * the WebSocket's; `error` what was reported just before.
 */
export function classifyDisconnect(reason: string, closeCode: number | undefined, error: unknown): EndpointFailure {
  switch (reason) {
    case 'io server disconnect':
      return { class: 'server-disconnect', message: 'the server ended the session (io server disconnect)' };
    case 'ping timeout':
      return {
        class: 'heartbeat-lost',
        message: 'the heartbeat of the server stopped (ping timeout)',
        hint: 'the server or the way to it is stuck; if many stop at once, the load machine may be overloaded',
      };
    case 'transport close':
    case 'transport error':
      return transportFailure(reason, closeCode, error);
    default:
      return { class: 'other', message: `the connection ended: ${excerpt(reason)}` };
  }
}

function transportFailure(reason: string, closeCode: number | undefined, error: unknown): EndpointFailure {
  const causes = causesOf(error);
  const told = causes.map((cause) => networkFailure(cause)?.message ?? sentenceOf(cause)).find((text) => text !== '');
  const code = closeCode === undefined ? '' : `, WebSocket close code ${closeCode}${meaningOf(closeCode)}`;
  return {
    class: 'transport-close',
    message: `the connection was lost (${reason}${code})${told ? `: ${excerpt(told)}` : ''}`,
    ...(closeCode === 1009
      ? { hint: 'an input was larger than the maxPayload of the handshake; shorten text or data' }
      : {}),
  };
}

function meaningOf(closeCode: number): string {
  const meaning = CLOSE_CODES[closeCode];
  return meaning === undefined ? '' : ` = ${meaning}`;
}
