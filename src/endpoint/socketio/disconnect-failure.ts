import { excerpt } from '../../platform/redact.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import type { WebSocketClose } from '../network/connect-trace.ts';
import { causesOf, sentenceOf } from '../network/error-causes.ts';
import { networkFailure } from '../network-failure.ts';

/** What RFC 6455 calls an end without a close frame. */
const NO_CLOSE_FRAME = 1006;

/** WebSocket close codes (RFC 6455, section 7.4.1) that say something. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: 'closed normally',
  1001: 'the server is going away',
  1002: 'protocol error',
  1003: 'the server does not accept this kind of data',
  1007: 'the server could not read a message',
  1008: 'policy violation',
  1009: 'a message was too big for the server',
  1011: 'the server failed',
  1012: 'the server restarts',
  1013: 'the server is overloaded',
};

const HINTS: Readonly<Record<number, string>> = {
  [NO_CLOSE_FRAME]: 'look at the logs of the endpoint, proxy or load balancer at this time',
  1009: 'an input was larger than the maxPayload of the handshake; shorten text or data',
};

/**
 * What it means that a connection ended which was up. `reason` is Socket.IO's word, the same in both clients; `close`
 * says how the WebSocket was closed; `error` what was reported just before.
 */
export function classifyDisconnect(reason: string, close: WebSocketClose | undefined, error: unknown): EndpointFailure {
  switch (reason) {
    case 'io server disconnect':
      return { class: 'server-disconnect', message: 'the server ended the session (io server disconnect)' };
    case 'ping timeout':
      return {
        class: 'heartbeat-lost',
        message: 'the heartbeat of the server stopped (ping timeout)',
        hint: 'the server or the network path to it hangs; if many stop at once, the load generator may be overloaded',
      };
    case 'transport close':
    case 'transport error':
      return transportFailure(reason, close, error);
    default:
      return { class: 'other', message: `the connection ended: ${excerpt(reason)}` };
  }
}

function transportFailure(reason: string, close: WebSocketClose | undefined, error: unknown): EndpointFailure {
  const causes = causesOf(error);
  const reported = causes
    .map((cause) => networkFailure(cause)?.message ?? sentenceOf(cause))
    .find((text) => text !== '');
  const hint = HINTS[close?.code ?? 0];
  return {
    class: 'transport-close',
    message: `the connection was lost${describeEnd(reason, close)}${reported ? `: ${excerpt(reported)}` : ''}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** How it ended, with the reason that the peer gives in quotation marks. */
function describeEnd(socketioReason: string, close: WebSocketClose | undefined): string {
  if (!close) return ` (${socketioReason})`;
  const { code, reason, reset } = close;
  if (code === NO_CLOSE_FRAME)
    return `: it was ${reset ? 'reset (ECONNRESET)' : 'closed (FIN)'} without a WebSocket close frame (${code})`;
  const meaning = CLOSE_CODES[code];
  const quoted = reason === '' ? '' : `, reason "${reason}"`;
  return `: the WebSocket was closed (close code ${code}${meaning === undefined ? '' : `: ${meaning}`}${quoted})`;
}
