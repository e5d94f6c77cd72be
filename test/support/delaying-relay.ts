import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DelayingRelay {
  readonly port: number;
  stop(): void;
}

/**
 * A relay to a server on this port of loopback that adds `delayMs` in each direction, and keeps the order.
 */
export async function startDelayingRelay(port: number, delayMs: number): Promise<DelayingRelay> {
  const open = new Set<Socket>();
  const later = (action: () => void) => setTimeout(action, delayMs);
  const relay = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (data) => later(() => to.writable && to.write(data)));
      from.on('end', () => later(() => to.end()));
      from.on('error', () => {}).on('close', () => later(() => to.destroy()));
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return {
    port: (relay.address() as AddressInfo).port,
    stop() {
      relay.close();
      for (const socket of open) socket.destroy();
    },
  };
}
