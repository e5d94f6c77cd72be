import { AS_TEXT, type TransportLike, type WebSocketLike } from './engine-like.ts';
import type { EventHandler } from './wire-socket.ts';

/**
 * Event packets of Socket.IO protocol 5 over Engine.IO 4, written and read without the layers between:
 *
 *     packet    = "42" [namespace ","] [id] json   an event, with an id when its sender wants an ack; json = [name, …arguments]
 *               | "43" [namespace ","] id json     the ack of the event with that id; json = […arguments]
 *     namespace = "/" name                         absent for the default one, "/"
 *
 * Each layer of the library (Engine.IO packets, emitters that copy their listeners, a debug log) costs about as much as
 * all that palaver does for a message. Anything else — other namespaces, binary attachments, packets before the
 * connection is established, what is not JSON — is left to the library.
 */
const EVENT = '42';
const ACK = '43';

const OPENING_BRACKET = 91;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** A connection whose event packets are taken. */
export interface PacketWire {
  readonly engine: { readonly transport: TransportLike };
  /** Whether Socket.IO is connected. */
  isConnected(): boolean;
}

export type AckTaker = (args: readonly unknown[]) => void;

/** Takes and sends the event packets of a connection. */
export class EventPackets {
  private readonly wire: PacketWire;
  private readonly ws: WebSocketLike;
  private readonly event: string;
  private readonly ack: string;
  private readonly acks = new AwaitedAcks();

  /** `namespace`: `/` is the default one. */
  constructor(wire: PacketWire, namespace: string, handler: EventHandler) {
    const { transport } = wire.engine;
    const { ws } = transport;
    if (!ws) throw new Error('the transport has no WebSocket');
    this.wire = wire;
    this.ws = ws;
    const scope = namespace === '/' ? '' : `${namespace},`;
    this.event = EVENT + scope;
    this.ack = ACK + scope;
    ws.onmessage = null;
    ws.on('message', (data, isBinary) => {
      // ws 7 passes texts as strings, and has no flag for binary.
      if (isBinary ?? typeof data !== 'string') return transport.onData(data);
      const text = data.toString();
      const args = this.eventIn(text);
      if (args) handler.received(args);
      else if (!this.acks.take(text, this.ack)) transport.onData(text);
    });
  }

  /**
   * Sends an event now; does nothing while not connected. With `onAck`, the server is asked for an ack, whose arguments it
   * receives, once.
   */
  emit(json: string, onAck?: AckTaker): void {
    this.send(this.event + (onAck ? this.acks.idFor(onAck) : '') + json);
  }

  private send(text: string): void {
    if (this.wire.isConnected()) this.ws.send(Buffer.from(text), AS_TEXT);
  }

  private eventIn(text: string): unknown[] | undefined {
    const { event } = this;
    if (!text.startsWith(event) || !this.wire.isConnected()) return undefined;
    const bracket = endOfId(text, event.length);
    const args = readArguments(text, bracket);
    if (args && bracket > event.length) args.push(this.ackOf(text.slice(event.length, bracket)));
    return args;
  }

  /** Acks once, however often it is called. */
  private ackOf(id: string): (...args: unknown[]) => void {
    let sent = false;
    return (...args) => {
      if (!sent) this.send(this.ack + id + JSON.stringify(args));
      sent = true;
    };
  }
}

/** The acks that the server has been asked for. */
class AwaitedAcks {
  /** Undefined until the first: few connections ask for any. */
  private awaited: Map<string, AckTaker> | undefined;
  private asked = 0;

  idFor(onAck: AckTaker): string {
    const id = String(this.asked);
    this.asked += 1;
    this.awaited ??= new Map();
    this.awaited.set(id, onAck);
    return id;
  }

  /** Whether the packet is one of them. */
  take(text: string, prefix: string): boolean {
    if (!this.awaited?.size || !text.startsWith(prefix)) return false;
    const bracket = endOfId(text, prefix.length);
    const id = text.slice(prefix.length, bracket);
    const taker = this.awaited.get(id);
    const args = taker && readArguments(text, bracket);
    if (!taker || !args) return false;
    this.awaited.delete(id);
    taker(args);
    return true;
  }
}

/** The arguments of a packet, from their bracket on; undefined for what the library should see to. */
function readArguments(text: string, bracket: number): unknown[] | undefined {
  if (text.charCodeAt(bracket) !== OPENING_BRACKET) return undefined;
  try {
    return JSON.parse(text.slice(bracket));
  } catch {
    return undefined;
  }
}

/** Where the id of a packet ends and its arguments begin. */
function endOfId(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= DIGIT_0 && code <= DIGIT_9; code = text.charCodeAt(at)) at += 1;
  return at;
}
