import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { KnownError } from '../platform/known-error.ts';
import { listenProblem } from '../platform/process/listen-problem.ts';
import type { ListenAddress } from './listen-address.ts';

const MAX_CONNECTIONS = 64;

/**
 * Opens a server that does not keep the process alive. `what` and `option` are used in the error message.
 * @throws KnownError if it cannot listen on the address.
 */
export async function openServer({ host, port }: ListenAddress, what: string, option: string): Promise<Server> {
  const server = createServer();
  // Connections of viewers use open files that the load needs for its own connections.
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => socket.unref());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new KnownError(`${what} cannot listen on ${host}:${port}: ${listenProblem(error)}`, {
          hint: `use another port (${option}=0 for any free one)`,
        }),
      ),
    );
    server.listen({ host, port }, resolve);
  });
  return server.unref();
}

/** Its URL; `host` as requested. */
export function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
