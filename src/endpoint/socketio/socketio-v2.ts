import { createRequire } from 'node:module';
import type { EngineLike } from './engine-like.ts';
import { takeEvents } from './take-events.ts';
import { FIXED_OPTIONS, type OpenWireSocket } from './wire-socket.ts';

type Client = typeof import('socket.io-client-v2').default;

const load = createRequire(import.meta.url);

/**
 * socket.io-client 2.5, Engine.IO 3: servers of version 2, and newer ones with `allowEIO3`. The library is loaded by the
 * first call, before the time of a connection begins: few servers need it.
 */
export function socketIoV2(): OpenWireSocket {
  const client: Client = load('socket.io-client-v2');
  return ({ origin, namespace }, { auth: _auth, agent, dial: _dial, ...options }, handlers) => {
    const manager = new client.Manager(origin, { ...FIXED_OPTIONS, ...options, agent: agent() });
    manager.timeout(false);
    const socket = manager.socket(namespace, {});
    socket.on('connect', () => handlers.connected());
    socket.on('connect_error', (error) => handlers.erred(error));
    socket.on('error', (error) => handlers.erred(error));
    socket.on('disconnect', (reason) => handlers.ended(reason, undefined));
    takeEvents(socket, handlers);
    socket.connect();
    return {
      engine: manager.engine as EngineLike,
      isConnected: () => socket.connected,
      close: () => void socket.disconnect(),
    };
  };
}
