import type { Socket } from 'socket.io';
import type { WireMessage } from './wire-message.ts';

/** The connection a session is reached by. */
export interface SessionLink {
  readonly socket: Socket;
  /** Outputs and final pings ask for an ack. */
  readonly acks: boolean;
}

/** What the endpoint remembers of one `sessionId`. It outlives its connections; the latest connection gets the outputs. */
export class Session {
  readonly id: string;
  /** Where the bot stands in this conversation; undefined: at its start. */
  botState: unknown = undefined;
  /** Inputs so far, which number the draws and the trace ids. */
  inputs = 0;
  /** Notifications and unsolicited outputs so far. */
  pushes = 0;
  link: SessionLink | undefined;
  /** Sent without an ack, or never sent for want of a connection; in order. */
  readonly undelivered = new Set<WireMessage>();
  lastUsedAtUs: number;
  /** Undefined before the first input. */
  lastInputAtUs: number | undefined;

  constructor(id: string, nowUs: number) {
    this.id = id;
    this.lastUsedAtUs = nowUs;
  }
}
