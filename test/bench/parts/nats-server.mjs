/** A real nats-server on a free port of this machine, with its default settings. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves once it is ready. `problems`: its messages about clients that it disconnected. */
export async function startNats() {
  const path = FOLDERS.map((folder) => join(folder, 'nats-server')).find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error('nats-server is missing: apt-get install nats-server');
  const [port, monitor] = [await freePort(), await freePort()];
  const child = spawn(path, ['-a', '127.0.0.1', '-p', String(port), '-m', String(monitor)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}: ${said}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (said.includes('Server is ready')) resolve();
    });
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    pid: child.pid,
    /** Bytes sent to the client whose name begins with this. */
    async sentTo(name) {
      const response = await fetch(`http://127.0.0.1:${monitor}/connz?limit=100000`);
      const { connections } = await response.json();
      return connections.find((one) => one.name?.startsWith(name))?.out_bytes ?? 0;
    },
    get problems() {
      return said.split('\n').filter((line) => /\[(WRN|ERR)\]|Slow Consumer/.test(line));
    },
    stop: () => child.kill('SIGKILL'),
  };
}
