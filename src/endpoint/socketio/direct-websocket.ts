import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { NodeWebSocket } from 'socket.io-client';
import { AS_TEXT } from './engine-like.ts';

type Options = Record<string, unknown> & { readonly agent: Agent | (() => Socket) };

/**
 * The WebSocket transport of client 4. `agent` may be a function that dials: an agent of node:http for a single connection
 * would cost as much as the request itself.
 */
export class DirectWebSocket extends NodeWebSocket {
  override createSocket(uri: string, protocols: string[] | undefined, { agent, ...options }: Options): unknown {
    const way = typeof agent === 'function' ? { createConnection: agent } : { agent };
    return super.createSocket(uri, protocols, { ...options, ...way });
  }

  override doWrite(packet: Parameters<NodeWebSocket['doWrite']>[0], data: unknown): void {
    if (typeof data === 'string') this.ws.send(Buffer.from(data), AS_TEXT);
    else super.doWrite(packet, data);
  }
}
