import type { SessionIdentity } from '../../endpoint-connection.ts';
import type { CognigySettings } from './cognigy-settings.ts';

export type ConnectQuery = Readonly<Record<string, string>>;

/** The names of all parameters that a connect query may have. */
export const QUERY_FIELDS: readonly string[] = [
  'urlToken',
  'sessionId',
  'userId',
  'testMode',
  'emitWithAck',
  'handshake',
];

/**
 * The query of the connect request. Servers since 4.75 require token and ids there; with the inner handshake they stay
 * out of URLs and access logs and travel in the answer to the server's `handshake` event.
 */
export function connectQuery(settings: CognigySettings, token: string, identity: SessionIdentity): ConnectQuery {
  if (settings.handshake === 'inner') return { handshake: 'true' };
  return {
    urlToken: token,
    sessionId: identity.sessionId,
    userId: identity.userId,
    testMode: String(settings.testMode),
    emitWithAck: String(settings.emitWithAck),
  };
}

/** The answer to the `handshake` event; here the flags are real booleans. */
export function handshakeAnswer(settings: CognigySettings, token: string, identity: SessionIdentity) {
  return {
    userId: identity.userId,
    sessionId: identity.sessionId,
    urlToken: token,
    testMode: settings.testMode,
    emitWithAck: settings.emitWithAck,
  };
}
