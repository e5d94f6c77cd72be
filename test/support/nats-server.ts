import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { freePorts } from './nginx.ts';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
const SERVER = FOLDERS.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path));

/** In CI the tests are never skipped: they fail if it is missing. */
export const hasNats = SERVER !== undefined || process.env.CI === 'true';
export const NATS_HINT = ' (needs nats-server: apt-get install nats-server)';

export interface NatsServer {
  readonly url: string;
  readonly port: number;
  /** Kills it, as a power failure would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
}

/** A real NATS server on a free port; it ends with the test. */
export async function runNats(words: readonly string[] = []): Promise<NatsServer> {
  const [port = 0] = await freePorts(1);
  let ended: Promise<unknown> | undefined;
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(SERVER ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(port), ...words], { stdio: 'ignore' });
    ended = once(server, 'exit');
    await eventually(() => answers(port));
  };
  onTestFinished(() => {
    server?.kill('SIGKILL');
  });
  await start();
  const kill = async () => {
    server?.kill('SIGKILL');
    await ended;
  };
  return { url: `nats://127.0.0.1:${port}`, port, kill, start };
}

/** The URL of a server of `runNats`. */
export async function startNats(words: readonly string[] = []): Promise<string> {
  return (await runNats(words)).url;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
