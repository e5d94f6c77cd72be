import client, { type PacketV2 } from 'socket.io-client-v2';
import type { EngineLike } from './engine-like.ts';
import { takeEvents } from './take-events.ts';
import { FIXED_OPTIONS, type OpenWireSocket } from './wire-socket.ts';

/** socket.io-client 2.5, Engine.IO 3: servers of version 2, and newer ones with `allowEIO3`. */
export const openSocketIoV2: OpenWireSocket = (origin, options, handlers) => {
  const manager = new client.Manager(origin, { ...FIXED_OPTIONS, ...options });
  manager.timeout(false);
  guardDecoder(manager, (error) => handlers.ended('parse error', error));
  const socket = manager.socket('/', {});
  socket.on('connect', () => handlers.connected());
  socket.on('connect_error', (error) => handlers.erred(error));
  socket.on('error', (error) => handlers.erred(error));
  socket.on('disconnect', (reason) => handlers.ended(reason, undefined));
  takeEvents(socket, handlers.received);
  socket.connect();
  return {
    engine: manager.engine as EngineLike,
    isConnected: () => socket.connected,
    close: () => void socket.disconnect(),
  };
};

/**
 * The decoder of this version throws at malformed packets, out of the WebSocket's handler and so out of the process. Such
 * a packet ends the connection, as in version 4. Packets are delivered outside the guard: what our own code throws is a bug.
 */
function guardDecoder(manager: InstanceType<typeof client.Manager>, onMalformed: (error: unknown) => void): void {
  const decode = manager.ondata;
  const deliver = manager.ondecoded;
  let decoded: PacketV2 | undefined;
  manager.ondecoded = (packet) => {
    decoded = packet;
  };
  manager.ondata = (data) => {
    decoded = undefined;
    try {
      decode.call(manager, data);
    } catch (error) {
      return onMalformed(error);
    }
    if (decoded) deliver.call(manager, decoded);
  };
}
