import type { TransportLike } from './engine-like.ts';

/**
 * Event packets of Socket.IO protocol 5 over Engine.IO 4, written and read without the layers between:
 *
 *     packet = "42" [id] json        an event, with an id when its sender wants an ack; json = [name, …arguments]
 *            | "43" id json          the ack of the event with that id; json = […arguments]
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

/** A Buffer makes the WebSocket library write header and text as one, in one system call. */
const AS_TEXT = { binary: false, compress: false };

export interface EventPackets {
  /** Sends an event now; does nothing while not connected. */
  emit(json: string): void;
}

/**
 * Takes the event packets of a connection. `isConnected`: Socket.IO is. `received`: the event's name, its arguments, then
 * the function that acks it, if the server asks for that.
 */
export function takeEventPackets(
  transport: TransportLike,
  isConnected: () => boolean,
  received: (args: readonly unknown[]) => void,
): EventPackets {
  const { ws } = transport;
  if (!ws) throw new Error('the transport has no WebSocket');
  const send = (text: string): void => {
    if (isConnected()) ws.send(Buffer.from(text), AS_TEXT);
  };
  ws.onmessage = null;
  ws.on('message', (data, isBinary) => {
    // ws 7 passes texts as strings, and has no flag for binary.
    if (isBinary ?? typeof data !== 'string') return transport.onData(data);
    const text = data.toString();
    const args = isConnected() && text.startsWith(EVENT) ? readEvent(text, send) : undefined;
    if (args) received(args);
    else transport.onData(text);
  });
  return { emit: (json) => send(EVENT + json) };
}

/** The arguments of an event packet; undefined for what the library should see to. */
function readEvent(text: string, send: (text: string) => void): unknown[] | undefined {
  const bracket = endOfId(text);
  if (text.charCodeAt(bracket) !== OPENING_BRACKET) return undefined;
  let args: unknown[];
  try {
    args = JSON.parse(text.slice(bracket));
  } catch {
    return undefined;
  }
  if (bracket > EVENT.length) args.push(ackOf(text.slice(EVENT.length, bracket), send));
  return args;
}

/** Where the id of an event packet ends and its arguments begin. */
function endOfId(text: string): number {
  let at = EVENT.length;
  for (let code = text.charCodeAt(at); code >= DIGIT_0 && code <= DIGIT_9; code = text.charCodeAt(at)) at += 1;
  return at;
}

/** Acks once, however often it is called. */
function ackOf(id: string, send: (text: string) => void): (...args: unknown[]) => void {
  let sent = false;
  return (...args) => {
    if (!sent) send(ACK + id + JSON.stringify(args));
    sent = true;
  };
}
