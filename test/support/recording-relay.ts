import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RecordingRelay {
  readonly port: number;
  /** All bytes in both directions so far, as Latin-1. */
  readonly bytes: () => string;
}

/** Relays to a port of this machine, and records the bytes; it ends with the test. */
export async function startRecordingRelay(to: number): Promise<RecordingRelay> {
  const kept: Buffer[] = [];
  const relay = createServer((client) => {
    const server = connect(to, '127.0.0.1');
    for (const socket of [client, server]) {
      socket
        .setNoDelay(true)
        .on('error', () => {})
        .on('data', (chunk) => kept.push(chunk));
    }
    client.pipe(server).on('close', () => client.destroy());
    server.pipe(client).on('close', () => server.destroy());
    onTestFinished(() => {
      client.destroy();
      server.destroy();
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void relay.close());
  return { port: (relay.address() as AddressInfo).port, bytes: () => Buffer.concat(kept).toString('latin1') };
}
