import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { KnownError, messageOf } from '../platform/known-error.ts';
import type { ListenAddress } from './listen-address.ts';

const MAX_CONNECTIONS = 64;

/**
 * A server that listens and keeps no process alive. `what` and `option` name it to who must choose another port.
 * @throws KnownError when the address cannot be listened on.
 */
export async function openServer({ host, port }: ListenAddress, what: string, option: string): Promise<Server> {
  const server = createServer();
  // Whoever looks takes files that the load needs for its own connections.
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => socket.unref());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new KnownError(`${what} cannot listen on ${host}:${port}: ${messageOf(error)}`, {
          hint: `name another port (${option}=0 takes a free one)`,
        }),
      ),
    );
    server.listen({ host, port }, resolve);
  });
  return server.unref();
}

/** Where it is reached; `host` as it was asked for. */
export function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
