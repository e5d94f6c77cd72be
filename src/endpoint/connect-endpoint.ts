import type { CookieJar } from './cookie-jar.ts';
import type { ConnectionListener, EndpointConnection, SessionIdentity } from './endpoint-connection.ts';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';
import { SocketIoConnection } from './socketio/socketio-connection.ts';
import { openSocketIoV2 } from './socketio/socketio-v2.ts';
import { openSocketIoV4 } from './socketio/socketio-v4.ts';

/**
 * Begins to open one conversation's line. Everything that happens to it is told to `listener`, never before this has
 * returned. Throws a KnownError for settings that cannot work (a malformed proxy, certificate, header or address).
 * `cookies`: those of the session, sent and added to; without it none are kept.
 */
export function openConnection(
  settings: SettledEndpoint,
  identity: SessionIdentity,
  listener: ConnectionListener,
  system: EndpointDeps,
  cookies?: CookieJar,
): EndpointConnection {
  const open = settings.socketio === 2 ? openSocketIoV2 : openSocketIoV4;
  return new SocketIoConnection(open, settings, identity, listener, system, cookies);
}
