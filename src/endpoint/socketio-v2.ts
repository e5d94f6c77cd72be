import client from 'socket.io-client-v2';
import type { EngineLike } from './engine-like.ts';
import { FIXED_OPTIONS, type OpenWireSocket } from './wire-socket.ts';

/** socket.io-client 2.5, Engine.IO 3: servers of version 2, and newer ones with `allowEIO3`. */
export const openSocketIoV2: OpenWireSocket = (origin, options, handlers) => {
  const manager = new client.Manager(origin, { ...FIXED_OPTIONS, ...options });
  manager.timeout(false);
  dropBinary(manager);
  const socket = manager.socket('/', {});
  socket.on('connect', () => handlers.connected());
  socket.on('connect_error', (error) => handlers.erred(error));
  socket.on('error', (error) => handlers.erred(error));
  socket.on('disconnect', (reason) => handlers.ended(reason, undefined));
  // This version has no listener for all events, and an event named "error" or "connect" would be taken for its own.
  socket.onevent = (packet) => {
    const args = packet.data ?? [];
    if (packet.id !== undefined && packet.id !== null) args.push(socket.ack(packet.id));
    handlers.received(args);
  };
  socket.connect();
  return {
    engine: manager.engine as EngineLike,
    emit: (event, payload) => void socket.emit(event, payload),
    close: () => void socket.disconnect(),
  };
};

/** Socket.IO packets that announce binary attachments. */
const BINARY = /^[56]/;

/** Endpoints send no binary packets, and the decoder of this version throws at those it cannot follow. */
function dropBinary(manager: InstanceType<typeof client.Manager>): void {
  const pass = manager.ondata;
  manager.ondata = (data) => {
    if (typeof data === 'string' && !BINARY.test(data)) pass.call(manager, data);
  };
}
