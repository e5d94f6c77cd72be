import type { CookieJar } from './cookie-jar.ts';
import type { ConnectionListener, EndpointConnection, SessionIdentity } from './endpoint-connection.ts';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';
import type { ChatProtocol } from './protocol/chat-protocol.ts';
import { SocketIoConnection } from './socketio/socketio-connection.ts';
import { socketIoV2 } from './socketio/socketio-v2.ts';
import { openSocketIoV4 } from './socketio/socketio-v4.ts';

/** Whose connection to which endpoint. */
export interface ConnectionOrder {
  readonly settings: SettledEndpoint;
  /** That of the settings (`makeProtocol`). */
  readonly protocol: ChatProtocol;
  readonly identity: SessionIdentity;
  /** Those of the session, sent and added to. Default: none are kept. */
  readonly cookies?: CookieJar | undefined;
}

/**
 * Begins to open the connection of one conversation. `listener` gets everything that happens to it, never before this has
 * returned. Throws a KnownError for settings that cannot work (a malformed proxy, certificate, header or address).
 */
export function openConnection(
  { settings, protocol, identity, cookies }: ConnectionOrder,
  listener: ConnectionListener,
  system: EndpointDeps,
): EndpointConnection {
  const open = settings.socketio === 2 ? socketIoV2() : openSocketIoV4;
  const session = protocol.openSession(identity);
  return new SocketIoConnection(open, { settings, session, cookies }, listener, system);
}
