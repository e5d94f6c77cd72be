import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Whether the message number `count` (from 1) that is published on a subject is lost. */
export type Loses = (subject: string, count: number) => boolean;

/**
 * Relays connections to a NATS server, and loses published messages as `loses` decides. Resolves with the URL and the number of
 * lost messages so far; it ends with the test. It reads what clients say: lines of the NATS protocol, of which
 *
 *     PUB subject [reply] size
 *     HPUB subject [reply] header-size size
 *
 * are followed by `size` bytes and a line end.
 */
export async function startLossyRelay(
  port: number,
  loses: Loses,
): Promise<{ readonly url: string; readonly lost: () => number }> {
  const counts = new Map<string, number>();
  let lost = 0;
  const isLost = (subject: string): boolean => {
    const count = (counts.get(subject) ?? 0) + 1;
    counts.set(subject, count);
    const drops = loses(subject, count);
    if (drops) lost += 1;
    return drops;
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    upstream.pipe(client);
    let pending: Buffer = Buffer.alloc(0);
    client.on('data', (bytes) => {
      const { kept, rest } = withoutLost(Buffer.concat([pending, bytes as Buffer]), isLost);
      pending = rest;
      upstream.write(kept);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `nats://127.0.0.1:${(server.address() as { port: number }).port}`, lost: () => lost };
}

const LINE_END = Buffer.from('\r\n');

/** The operations that are complete in `bytes`, without those that are lost; `rest`: the bytes of an incomplete one. */
function withoutLost(
  bytes: Buffer,
  isLost: (subject: string) => boolean,
): { readonly kept: Buffer; readonly rest: Buffer } {
  const kept: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd < 0) break;
    const [operation = '', subject = '', ...words] = bytes.toString('latin1', at, lineEnd).split(' ');
    const publishes = /^H?PUB$/i.test(operation);
    const payload = publishes ? Number(words.at(-1)) + LINE_END.length : 0;
    const end = lineEnd + LINE_END.length + payload;
    if (end > bytes.length) break;
    if (!publishes || !isLost(subject)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return { kept: Buffer.concat(kept), rest: bytes.subarray(at) };
}
