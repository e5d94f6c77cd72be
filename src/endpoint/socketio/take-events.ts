import { replaceMembers } from '../../platform/replace-members.ts';
import type { EventHandler } from './wire-socket.ts';

/** An event packet as both client libraries decode it. */
export interface EventPacket {
  readonly id?: number | null;
  data?: unknown[];
}

/** What both client libraries have inside their Socket to take event packets. */
export interface EventTaker {
  /** Called with every event packet, with any name. */
  onevent(packet: EventPacket): void;
  /** Makes the function that sends the ack with this id. */
  ack(id: number): Ack;
}

/** Sends the ack that an event asks for. */
export type Ack = (...args: unknown[]) => void;

/** The ack function among the arguments of an event: the last of them, if the server asks for one. */
export function ackIn(args: readonly unknown[]): Ack | undefined {
  const last = args[args.length - 1];
  return typeof last === 'function' ? (last as Ack) : undefined;
}

/**
 * What an event carries: its first argument, or with `all` a list of its arguments if there are several. `acked`: the last
 * one is the ack function.
 */
export function payloadIn(args: readonly unknown[], acked: boolean, all: boolean | undefined): unknown {
  const end = acked ? args.length - 1 : args.length;
  if (end <= 1) return undefined;
  return all && end > 2 ? args.slice(1, end) : args[1];
}

/**
 * Leads every event of the wire to `handler`, past the emitter of the library. Version 2 has no listener for all events
 * and would take an event named "error" for its own; version 4 has one, but throws at an event without a name; and an
 * emitter copies its listeners and arguments for each message.
 */
export function takeEvents(socket: EventTaker, handler: EventHandler): void {
  replaceMembers(socket, {
    onevent: (packet) => {
      const args = packet.data ?? [];
      if (packet.id !== undefined && packet.id !== null) args.push(socket.ack(packet.id));
      handler.received(args);
    },
  });
}
