import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { freePorts } from './nginx.ts';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
const SERVER = FOLDERS.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path));

/** In CI the tests run in any case, and fail where it is missing. */
export const hasNats = SERVER !== undefined || process.env.CI === 'true';
export const NATS_HINT = ' (needs nats-server: apt-get install nats-server)';

/** A real NATS server on a free port; it ends with the test. Resolves with its URL. */
export async function startNats(words: readonly string[] = []): Promise<string> {
  const [port = 0] = await freePorts(1);
  const server = spawn(SERVER ?? 'nats-server', ['-a', '127.0.0.1', '-p', String(port), ...words], { stdio: 'ignore' });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  await eventually(() => answers(port));
  return `nats://127.0.0.1:${port}`;
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
