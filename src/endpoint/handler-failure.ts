import { excerpt } from '../platform/redact.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import { sentenceOf } from './error-causes.ts';

/** The client library, or what reads the wire's data, threw at what the server sent. */
export function protocolError(thrown: unknown): EndpointFailure {
  return {
    class: 'protocol-error',
    message: `the server sent what the client cannot read: ${excerpt(sentenceOf(thrown))}`,
    hint: 'look for a frame that breaks the Socket.IO protocol, from the server or from a proxy before it',
  };
}

/** palaver itself threw while it handled an event of the connection. */
export function internalError(thrown: unknown): EndpointFailure {
  return {
    class: 'internal-error',
    message: `a bug of palaver ended the connection: ${excerpt(sentenceOf(thrown))}`,
    hint: 'please report it as a bug of palaver',
  };
}
