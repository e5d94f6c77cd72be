import type { Socket } from 'socket.io';
import type { WireMessage } from './wire-message.ts';

/** The connection of a session. */
export interface SessionLink {
  readonly socket: Socket;
  /** Outputs and final pings request an ack. */
  readonly acks: boolean;
}

/** The state of one `sessionId`. It outlives its connections; the latest connection gets the outputs. */
export class Session {
  readonly id: string;
  /** State of the bot in this conversation; undefined: initial. */
  botState: unknown = undefined;
  /** Number of inputs so far, used for draws and trace ids. */
  inputs = 0;
  /** Notifications and unsolicited outputs so far. */
  pushes = 0;
  link: SessionLink | undefined;
  /** Acks its last input, if the client asked for that. */
  ack: ((payload?: unknown) => void) | undefined;
  /** Messages without an ack, or not sent because there was no connection; in order. */
  readonly undelivered = new Set<WireMessage>();
  lastUsedAtUs: number;
  /** Undefined before the first input. */
  lastInputAtUs: number | undefined;

  constructor(id: string, nowUs: number) {
    this.id = id;
    this.lastUsedAtUs = nowUs;
  }
}
