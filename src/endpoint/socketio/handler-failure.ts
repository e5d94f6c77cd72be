import { excerpt } from '../../platform/redact.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import { sentenceOf } from '../network/error-causes.ts';

/** The client library, or what reads the wire's data, threw at what the server sent. */
export function protocolError(thrown: unknown): EndpointFailure {
  return {
    class: 'protocol-error',
    message: `the server sent data that the Socket.IO client cannot parse: ${excerpt(sentenceOf(thrown))}`,
    hint: 'check the server and any proxy in front of it for invalid Socket.IO frames',
  };
}

/** palaver itself threw while it handled an event of the connection. */
export function internalError(thrown: unknown): EndpointFailure {
  return {
    class: 'internal-error',
    message: `an internal error in palaver closed the connection: ${excerpt(sentenceOf(thrown))}`,
    hint: 'please report it as a bug of palaver',
  };
}
