import { Manager, type ManagerOptions } from 'socket.io-client';
import type { EngineLike } from './engine-like.ts';
import { type EventTaker, takeEvents } from './take-events.ts';
import { FIXED_OPTIONS, type OpenWireSocket } from './wire-socket.ts';

/** socket.io-client 4, Engine.IO 4: every server since Socket.IO 3. */
export const openSocketIoV4: OpenWireSocket = (origin, options, handlers) => {
  // Its types know no agent of node:http, which it hands to the WebSocket unseen.
  const manager = new Manager(origin, { ...FIXED_OPTIONS, ...options } as unknown as Partial<ManagerOptions>);
  manager.timeout(false);
  const socket = manager.socket('/');
  socket.on('connect', () => handlers.connected());
  socket.on('connect_error', (error) => handlers.erred(error));
  socket.on('disconnect', (reason, details) => handlers.ended(reason, details));
  takeEvents(socket as unknown as EventTaker, handlers.received);
  socket.connect();
  return {
    engine: manager.engine as unknown as EngineLike,
    isConnected: () => socket.connected,
    close: () => void socket.disconnect(),
  };
};
