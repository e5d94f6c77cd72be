import { Manager, type ManagerOptions, type Socket } from 'socket.io-client';
import { replaceMembers } from '../../platform/replace-members.ts';
import { isRecord, jsonOf, textOf } from '../wire-value.ts';
import { DirectWebSocket } from './direct-websocket.ts';
import type { EngineLike } from './engine-like.ts';
import { forgetOpening, type ManagerParts, type Subscriber } from './forget-opening.ts';
import { type EventTaker, takeEvents } from './take-events.ts';
import { FIXED_OPTIONS, type OpenWireSocket, type WireSocket } from './wire-socket.ts';

/** socket.io-client 4, Engine.IO 4: every server since Socket.IO 3. */
export const openSocketIoV4: OpenWireSocket = ({ origin, namespace }, { auth, agent, dial, ...options }, handlers) => {
  // With a spread first, V8 would create a hidden class for each of these objects.
  const ours = { agent: dial ?? agent(), ...FIXED_OPTIONS, ...options, transports: [DirectWebSocket] };
  // Its types know no agent of node:http, which it hands to the transport unseen.
  const manager = new Manager(origin, ours as unknown as Partial<ManagerOptions>);
  manager.timeout(false);
  deliverAtOnce(manager as unknown as PacketTaker);
  const socket = manager.socket(namespace, auth && { auth });
  socket.on('connect', () => {
    forgetOpening(manager as unknown as ManagerParts, socket as unknown as Subscriber);
    handlers.connected();
  });
  socket.on('connect_error', (error) => handlers.erred(error));
  socket.on('disconnect', (reason, details) => handlers.ended(reason, details));
  takeEvents(socket as unknown as EventTaker, handlers);
  socket.connect();
  return new WireSocketV4(manager.engine as unknown as EngineLike, socket);
};

class WireSocketV4 implements WireSocket {
  readonly engine: EngineLike;
  private readonly socket: Socket;

  constructor(engine: EngineLike, socket: Socket) {
    this.engine = engine;
    this.socket = socket;
  }

  isConnected(): boolean {
    return this.socket.connected;
  }

  close(): void {
    this.socket.disconnect();
  }
}

interface Packet {
  readonly type: number;
  data?: unknown;
}

interface PacketTaker {
  readonly decoder: { add(data: unknown): void };
  ondata(data: unknown): void;
  ondecoded(packet: Packet): void;
  emit(event: 'packet', packet: Packet): unknown;
}

/** Socket.IO protocol 5: the server refuses the connection. */
const CONNECT_ERROR = 4;

/**
 * This version delivers packets in a microtask, where later packets overtake them and nothing could catch what
 * their handlers throw. As in version 2, they are delivered out of the socket's event, and what throws does so there.
 */
function deliverAtOnce(manager: PacketTaker): void {
  replaceMembers(manager, {
    ondata: (data) => manager.decoder.add(data),
    ondecoded: (packet) => void manager.emit('packet', withMessageAsText(packet)),
  });
}

/**
 * The library makes an Error of a refusal's `message`; of one that is no text it would keep "[object Object]", and of the bare
 * value that a server of Socket.IO 2 sends (protocol 4: no object is prescribed) nothing.
 */
function withMessageAsText(packet: Packet): Packet {
  if (packet.type !== CONNECT_ERROR || packet.data === undefined) return packet;
  const { data } = packet;
  if (!isRecord(data)) return { ...packet, data: { message: textOf(data) ?? jsonOf(data) } };
  const message = data.message ?? data;
  if (typeof message === 'string') return packet;
  return { ...packet, data: { ...data, message: jsonOf(message) ?? 'nested too deeply' } };
}
