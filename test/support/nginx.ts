import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { eventually } from './eventually.ts';

const PATHS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, 'nginx'));
const NGINX = PATHS.find((path) => existsSync(path));

/** In CI the tests are never skipped: they fail if it is missing. */
export const hasNginx = NGINX !== undefined || process.env.CI === 'true';
export const NGINX_HINT = ' (needs nginx: apt-get install nginx-light)';

export interface Nginx {
  stop(): Promise<void>;
}

/** Ports that were free when they were requested. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/**
 * nginx as this user, in the foreground, with everything it writes in a folder of its own. `http`: the inside of its http
 * block; `files` are put into the folder, which is where relative names in `http` lead. Resolves when `port` answers.
 */
export async function startNginx(http: string, files: Readonly<Record<string, string>>, port: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-nginx-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  // Its workers, which are another user's where this one is root, look into the folder too.
  execFileSync('chmod', ['755', folder]);
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const config = `pid ${folder}/pid; daemon off; worker_processes 1; error_log ${folder}/error.log;
events { worker_connections 256; }
http { access_log off; ${temps.join(' ')} ${http} }`;
  writeFileSync(join(folder, 'nginx.conf'), config);
  const child = spawn(NGINX ?? 'nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()).on('error', () => resolve()));
  await Promise.race([
    eventually(() => answers(port)),
    gone.then(() => {
      throw new Error(`nginx ended: ${said}`);
    }),
  ]);
  return {
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
