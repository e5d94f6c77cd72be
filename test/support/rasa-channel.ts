import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Debian's, which has its packages. */
const PYTHON = '/usr/bin/python3';

/** Whether this machine has python3-socketio and python3-aiohttp; .ci/run installs them. */
export const hasRasaChannel = spawnSync(PYTHON, ['-c', 'import socketio, aiohttp']).status === 0;

/** Starts rasa-channel.py. */
export async function startRasaChannel(...args: string[]): Promise<{ url: string; stop: () => void }> {
  const child: ChildProcess = spawn(PYTHON, ['test/support/rasa-channel.py', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! }))
    return { url: `http://127.0.0.1:${line}`, stop: () => void child.kill() };
  throw new Error('the channel did not start');
}
