import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface StickyBalancer {
  readonly port: number;
  /** Of every upgrade, in order: the session's id, the cookies it came with, and the place of the server it went to. */
  readonly upgrades: readonly Upgrade[];
}

export interface Upgrade {
  readonly sessionId: string;
  readonly cookie: string | undefined;
  readonly server: number;
}

/**
 * A balancer in front of servers on these ports of loopback, which knows its clients by a cookie: a new one goes to the next
 * server in turn, and is given a cookie that names it. Ends with the test.
 */
export async function startStickyBalancer(
  ports: readonly number[],
  attributes = '; Path=/; HttpOnly',
): Promise<StickyBalancer> {
  const upgrades: Upgrade[] = [];
  const open = new Set<Socket>();
  let next = 0;
  const balancer = createServer((request, response) => {
    const forwarded = httpRequest({
      port: ports[0],
      path: request.url,
      method: request.method,
      headers: request.headers,
    });
    forwarded.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  balancer.on('upgrade', (request, client: Socket) => {
    const { cookie } = request.headers;
    const known = /(?:^|; )SERVER=(\d+)/.exec(cookie ?? '')?.[1];
    const server = known === undefined ? next++ % ports.length : Number(known);
    const sessionId = new URL(request.url ?? '', 'http://localhost').searchParams.get('sessionId') ?? '';
    upgrades.push({ sessionId, cookie, server });
    const forwarded = httpRequest({ port: ports[server], path: request.url, headers: request.headers });
    forwarded.on('upgrade', (answer, upstream: Socket, head) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      if (known === undefined) headers.push(`Set-Cookie: SERVER=${server}${attributes}\r\n`);
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`);
      client.write(head);
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) {
        open.add(socket);
        socket.on('error', () => {}).on('close', () => [client, upstream].forEach((each) => void each.destroy()));
      }
    });
    forwarded.on('error', () => client.destroy());
    forwarded.end();
  });
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    balancer.close();
    for (const socket of open) socket.destroy();
  });
  return { port: (balancer.address() as AddressInfo).port, upgrades };
}
