import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { NodeWebSocket } from 'socket.io-client';
import { replaceMembers } from '../../platform/replace-members.ts';
import { AS_TEXT, type WebSocketLike } from './engine-like.ts';

interface Options extends Record<string, unknown> {
  agent?: Agent | (() => Socket) | undefined;
}

/** A WebSocket of version 8 of ws. */
interface WebSocket extends Pick<WebSocketLike, 'send' | 'terminate'> {
  readonly _receiver: Writable;
  pong(data: Buffer, mask: true, sent: () => void): void;
  on(event: 'open' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'ping', listener: (data: Buffer) => void): unknown;
}

/** The transport of the library, with what its types hide. */
interface Transport {
  readonly ws: WebSocket;
  createSocket(uri: string, protocols: string[] | undefined, options: Options): unknown;
  doWrite(packet: unknown, data: unknown): void;
  addEventListeners(): void;
  onOpen(): void;
  onClose(details: { readonly description: string }): void;
  onError(reason: string, error: unknown): unknown;
}

const LibraryTransport = NodeWebSocket as unknown as new (...args: never[]) => Transport;

/** Maximum number of unsent pongs, as in ws: a server that sends pings without reading the pongs is disconnected. */
const MAX_PENDING_PONGS = 60;

/**
 * The WebSocket transport of client 4. `agent` may be a function that dials: an agent of node:http for a single connection
 * would cost as much as the request itself.
 */
export class DirectWebSocket extends LibraryTransport {
  override createSocket(uri: string, protocols: string[] | undefined, options: Options): unknown {
    if (typeof options.agent === 'function') {
      options.createConnection = options.agent;
      options.agent = undefined;
    }
    // For its own pongs, ws would put a function per connection into the old generation (see `replaceMembers`).
    options.autoPong = false;
    const webSocket = super.createSocket(uri, protocols, options) as WebSocket;
    answerPings(webSocket);
    return webSocket;
  }

  /** As in the library, without event objects and without messages: `EventPackets` takes them from the WebSocket. */
  override addEventListeners(): void {
    const { ws } = this;
    ws.on('open', () => {
      replaceMembers(ws._receiver, { end: endOnce });
      this.onOpen();
    });
    ws.on('close', () => this.onClose({ description: 'websocket connection closed' }));
    ws.on('error', (error) => {
      // The library lets go of it to close it.
      if (this.ws === ws) this.onError('websocket error', error);
    });
  }

  override doWrite(packet: unknown, data: unknown): void {
    if (typeof data === 'string') this.ws.send(Buffer.from(data), AS_TEXT);
    else super.doWrite(packet, data);
  }
}

const end: (this: Writable) => Writable = Writable.prototype.end;

/** A WebSocket ends its receiver twice, and for the second time Node makes an error, with a stack, that nobody takes. */
function endOnce(this: Writable): Writable {
  return this.writableEnded ? this : end.call(this);
}

function answerPings(webSocket: WebSocket): void {
  let pending = 0;
  const sent = () => {
    pending -= 1;
  };
  webSocket.on('ping', (data) => {
    if (pending >= MAX_PENDING_PONGS) return webSocket.terminate();
    pending += 1;
    webSocket.pong(data, true, sent);
  });
}
