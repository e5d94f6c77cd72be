import type { SessionIdentity } from '../endpoint-connection.ts';
import type { EndpointSettings } from '../endpoint-settings.ts';

/**
 * The query of the connect request. Servers since 4.75 demand token and ids there; with the inner handshake they stay
 * out of URLs and access logs and travel in the answer to the server's `handshake` event.
 */
export function connectQuery(settings: EndpointSettings, identity: SessionIdentity): Record<string, string> {
  if (settings.handshake === 'inner') return { handshake: 'true' };
  return {
    urlToken: settings.address.token,
    sessionId: identity.sessionId,
    userId: identity.userId,
    testMode: String(settings.testMode),
    emitWithAck: String(settings.emitWithAck),
  };
}

/** The answer to the `handshake` event; here the flags are real booleans. */
export function handshakeAnswer(settings: EndpointSettings, identity: SessionIdentity) {
  return {
    userId: identity.userId,
    sessionId: identity.sessionId,
    urlToken: settings.address.token,
    testMode: settings.testMode,
    emitWithAck: settings.emitWithAck,
  };
}
