import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** The `host:port` of every CONNECT request, in order. */
  readonly tunnels: readonly string[];
  /** The source address of each of them. */
  readonly callers: readonly (string | undefined)[];
  stop(): void;
}

/** An HTTP proxy that supports only CONNECT; with `refuse` it responds with that status instead of opening the tunnel. */
export async function startConnectProxy(refuse?: number): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const callers: (string | undefined)[] = [];
  const open = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => open.add(socket));
  server.on('connect', (request, client: Socket) => {
    tunnels.push(request.url ?? '');
    callers.push(client.remoteAddress);
    if (refuse) return client.end(`HTTP/1.1 ${refuse} Refused\r\nContent-Length: 0\r\n\r\n`);
    const port = Number(request.url?.split(':').at(-1));
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    open.add(target);
    for (const socket of [client, target]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    callers,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
