import { EventEmitter, once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Inbox } from '../../src/platform/inbox.ts';
import type { Bounds } from '../../src/platform/time/bounds.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';

/** An inbox by a clock of the test's; `log` is what happened, in order. */
class Bench {
  nowUs = 1000;
  readonly log: string[] = [];
  readonly inbox: Inbox;
  /** Delivers what waits of a socket, by its name. */
  readonly catchUp: Record<string, () => void> = {};

  constructor() {
    this.inbox = new Inbox(
      { nowUs: () => this.nowUs },
      { arrivedLoUs: (hiUs) => hiUs - 10, mark: () => void this.log.push('mark') },
    );
  }

  /** Something with a `data` listener that takes so long; it logs each chunk with both edges. */
  socket(name: string, workUs = 0, onData: (text: string) => void = () => {}): Socket {
    const socket = new EventEmitter() as Socket;
    let arrival: Bounds;
    const arrived = (of: Bounds) => {
      arrival = of;
    };
    this.catchUp[name] = this.inbox.takeOver(socket, arrived, (thrown) => this.log.push(`${name} threw ${thrown}`));
    socket.on('data', (bytes) => {
      this.log.push(`${name}: ${bytes} ${arrival.loUs}–${arrival.hiUs}`);
      this.nowUs += workUs;
      onData(String(bytes));
    });
    for (const event of ['end', 'error', 'close', 'drain']) socket.on(event, () => this.log.push(`${name}: ${event}`));
    return socket;
  }

  read(socket: Socket, text: string): void {
    socket.emit('data', Buffer.from(text));
    this.nowUs += 1;
  }

  /** One round of the event loop. */
  async round(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function rethrow(thrown: unknown): never {
  throw thrown;
}

describe('the inbox of a thread', () => {
  it('timestamps everything that was read before it delivers any of it, in order', async () => {
    const bench = new Bench();
    const [left, right] = [bench.socket('left', 50), bench.socket('right', 50)];
    bench.read(left, 'a');
    bench.read(right, 'b');
    bench.read(left, 'c');
    expect(bench.log).toEqual([]);
    await bench.round();
    expect(bench.log).toEqual(['left: a 990–1000', 'right: b 991–1001', 'left: c 992–1002', 'mark']);
  });

  it('works for a time slice, then lets the loop poll, so that new data is timestamped on arrival', async () => {
    const bench = new Bench();
    const socket = bench.socket('it', 90);
    for (const text of ['a', 'b', 'c', 'd', 'e']) bench.read(socket, text);
    await bench.round();
    expect(bench.log).toEqual(['it: a 990–1000', 'it: b 991–1001', 'it: c 992–1002', 'mark']);
    bench.log.length = 0;
    bench.read(socket, 'f');
    await bench.round();
    expect(bench.log).toEqual(['it: d 993–1003', 'it: e 994–1004', 'it: f 1265–1275', 'mark']);
  });

  it('runs the microtasks of a chunk before the next chunk', async () => {
    const bench = new Bench();
    const socket = bench.socket('it', 0, (text) => queueMicrotask(() => bench.log.push(`later ${text}`)));
    bench.read(socket, 'a');
    bench.read(socket, 'b');
    await bench.round();
    expect(bench.log.slice(0, 3)).toEqual(['it: a 990–1000', 'later a', 'it: b 991–1001']);
  });

  it.each(['end', 'error', 'close'])('delivers what was read of a connection before its %s', async (event) => {
    const bench = new Bench();
    const [left, right] = [bench.socket('left'), bench.socket('right')];
    bench.read(right, 'a');
    bench.read(left, 'b');
    bench.read(left, 'c');
    left.emit('drain');
    left.emit(event);
    const before = ['left: drain', 'left: b 991–1001', 'left: c 992–1002', `left: ${event}`];
    expect(bench.log).toEqual(before);
    await bench.round();
    expect(bench.log).toEqual([...before, 'right: a 990–1000', 'mark']);
  });

  it('delivers the pending data of one connection on request, in order and once', async () => {
    const bench = new Bench();
    const [left, right] = [bench.socket('left'), bench.socket('right')];
    bench.catchUp.left!();
    for (const text of ['a', 'b']) for (const socket of [right, left]) bench.read(socket, text);
    bench.catchUp.left!();
    const before = ['left: a 991–1001', 'left: b 993–1003'];
    expect(bench.log).toEqual(before);
    bench.catchUp.left!();
    await bench.round();
    expect(bench.log).toEqual([...before, 'right: a 990–1000', 'right: b 992–1002', 'mark']);
  });

  it('reports exceptions of a listener to its connection, and continues', async () => {
    const bench = new Bench();
    const fail = (text: string) => {
      if (text === 'bad') throw `a fit at ${text}`;
    };
    const [left, right] = [bench.socket('left', 0, fail), bench.socket('right')];
    left.on('timeout', () => fail('bad'));
    bench.read(left, 'bad');
    bench.read(right, 'a');
    bench.read(left, 'b');
    await bench.round();
    left.emit('timeout');
    expect(bench.log).toEqual([
      'left: bad 990–1000',
      'left threw a fit at bad',
      'right: a 991–1001',
      'left: b 992–1002',
      'mark',
      'left threw a fit at bad',
    ]);
  });

  it('delivers nothing to a removed listener', async () => {
    const bench = new Bench();
    const socket = bench.socket('it', 0, () => socket.removeAllListeners('data'));
    bench.read(socket, 'a');
    bench.read(socket, 'b');
    await bench.round();
    expect(bench.log).toEqual(['it: a 990–1000', 'mark']);
  });

  it('calls back after everything read has been delivered and the loop has polled again', async () => {
    const bench = new Bench();
    const socket = bench.socket('it', 250);
    bench.inbox.afterAll(() => bench.log.push('nothing waited'));
    await bench.round();
    bench.inbox.afterAll(() => bench.log.push('all done'));
    for (const text of ['a', 'b']) bench.read(socket, text);
    await bench.round();
    bench.read(socket, 'c');
    for (let rounds = 0; rounds < 4; rounds++) await bench.round();
    expect(bench.log.filter((line) => line !== 'mark')).toEqual([
      'nothing waited',
      'it: a 990–1000',
      'it: b 991–1001',
      'all done',
      'it: c 1242–1252',
    ]);
  });

  it('limits a flood: beyond 32 MiB the oldest data is delivered at once', () => {
    const bench = new Bench();
    const sizes: number[] = [];
    const socket = new EventEmitter() as Socket;
    bench.inbox.takeOver(socket, () => {}, rethrow);
    socket.on('data', (bytes: Buffer) => sizes.push(bytes.length));
    for (let mebibyte = 1; mebibyte <= 32; mebibyte++) socket.emit('data', Buffer.alloc(2 ** 20));
    expect(sizes).toEqual([]);
    socket.emit('data', Buffer.alloc(5));
    expect(sizes).toEqual([2 ** 20]);
  });

  it('keeps the order through a backlog of thousands', async () => {
    const bench = new Bench();
    const seen: number[] = [];
    const socket = new EventEmitter() as Socket;
    bench.inbox.takeOver(socket, () => {}, rethrow);
    socket.on('data', (bytes: Buffer) => {
      seen.push(bytes.readUInt32LE());
      bench.nowUs += 1;
    });
    for (let number = 0; number < 5000; number++) {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(number);
      socket.emit('data', bytes);
    }
    for (let rounds = 0; rounds < 40; rounds++) await bench.round();
    expect(seen).toEqual(Array.from({ length: 5000 }, (_, number) => number));
  });

  it('remembers the longest time in the queue and when it ended', async () => {
    const bench = new Bench();
    expect([bench.inbox.longestUs, bench.inbox.longestAtUs]).toEqual([0, undefined]);
    const socket = bench.socket('it', 80);
    for (const text of ['a', 'b']) bench.read(socket, text);
    await bench.round();
    // Read at 1001, perhaps there since 991; the first one was delivered from 1002 to 1082.
    expect([bench.inbox.longestUs, bench.inbox.longestAtUs]).toEqual([91, 1082]);
    bench.read(socket, 'c');
    await bench.round();
    expect(bench.inbox.longestUs).toBe(91);
  });

  it('timestamps twenty real connections at once, even if each reply takes 5 ms to process', { retry: 2 }, async () => {
    const inbox = new Inbox(monotonicClock);
    const peers: Socket[] = [];
    const server = createServer((peer) => void peers.push(peer)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const stamps: number[] = [];
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = createConnection(port, '127.0.0.1');
        inbox.takeOver(socket, ({ hiUs }) => void stamps.push(hiUs), rethrow);
        socket.on('data', () => {
          const untilUs = monotonicClock.nowUs() + 5000;
          while (monotonicClock.nowUs() < untilUs);
        });
        await once(socket, 'connect');
        return socket;
      }),
    );
    while (peers.length < 20) await once(server, 'connection');
    for (const peer of peers) peer.write('now');
    while (stamps.length < 20) await new Promise((resolve) => setImmediate(resolve));
    for (const socket of [...sockets, ...peers]) socket.destroy();
    server.close();
    // One after the other they would lie 95 ms apart.
    expect(Math.max(...stamps) - Math.min(...stamps)).toBeLessThan(40_000);
  });
});
