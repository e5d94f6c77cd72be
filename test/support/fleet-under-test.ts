import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { parseFleetAddress } from '../../src/fleet/wire/fleet-address.ts';
import type { FleetConnection } from '../../src/fleet/wire/fleet-connection.ts';
import { connectFleet } from '../../src/fleet/wire/nats-connection.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { sleep } from '../../src/platform/time/sleep.ts';
import { FakeTime } from './fake-time.ts';
import { inTime } from './in-time.ts';
import { MemoryFleet } from './memory-fleet.ts';
import { startNats } from './nats-server.ts';

/** A connection that a test can interrupt. */
export interface BreakableConnection {
  readonly connection: FleetConnection;
  interrupt(): Promise<void>;
  restore(): Promise<void>;
}

/** Connections to one fleet, for the suite that each kind of them must pass. */
export interface FleetUnderTest {
  connect(): Promise<BreakableConnection>;
  readonly pause: (ms: number) => Promise<void>;
  /** The result of `promise` while time passes. */
  readonly meanwhile: <Value>(promise: Promise<Value>) => Promise<Value>;
}

export function memoryFleet(): FleetUnderTest {
  const time = new FakeTime();
  const fleet = new MemoryFleet({ clock: time, timers: time });
  return {
    async connect() {
      const connection = fleet.connect();
      return {
        connection,
        interrupt: async () => connection.interrupt(),
        restore: async () => connection.restore(),
      };
    },
    pause: (ms) => sleep({ clock: time, timers: time }, ms),
    meanwhile: (promise) => inTime(time, promise),
  };
}

/** On a NATS server; each connection uses a relay that can be shut down. */
export async function natsFleet(): Promise<FleetUnderTest> {
  const port = Number(new URL(await startNats()).port);
  return {
    async connect() {
      const relay = await startRelay(port);
      const address = parseFleetAddress(`nats://127.0.0.1:${relay.port}`, {});
      const connection = await connectFleet(address, 'test');
      onTestFinished(() => connection.close());
      const seen: string[] = [];
      let onSeen = () => {};
      void connection.watch((state) => {
        seen.push(state);
        onSeen();
      });
      const saw = (state: string) =>
        new Promise<void>((resolve) => {
          onSeen = () => {
            if (seen.at(-1) === state) resolve();
          };
          onSeen();
        });
      return {
        connection,
        interrupt: async () => {
          relay.interrupt();
          await saw('lost');
        },
        restore: async () => {
          await relay.restore();
          await saw('restored');
        },
      };
    },
    pause: (ms) => sleep(realTime, ms),
    meanwhile: (promise) => promise,
  };
}

async function startRelay(to: number) {
  const open = new Set<Socket>();
  let relay: Server | undefined;
  const listen = async (at: number): Promise<number> => {
    relay = createServer((client) => {
      const server = connect(to, '127.0.0.1');
      for (const socket of [client, server]) {
        open.add(socket);
        socket.setNoDelay(true).on('error', () => {});
      }
      client.pipe(server).on('close', () => client.destroy());
      server.pipe(client).on('close', () => server.destroy());
    });
    await new Promise<void>((resolve) => relay!.listen(at, '127.0.0.1', resolve));
    return (relay.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const interrupt = () => {
    relay?.close();
    for (const socket of open) socket.destroy();
    open.clear();
  };
  onTestFinished(interrupt);
  return { port, interrupt, restore: () => listen(port).then(() => {}) };
}
