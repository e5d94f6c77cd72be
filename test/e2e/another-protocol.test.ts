import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exitCodeBeside, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

/** A bot that is ready like an endpoint, and answers in events of its own. */
const http = createServer();
const io = new Server(http);
io.on('connection', (socket) => {
  socket.emit('endpoint-ready');
  socket.on('processInput', () => {
    socket.emit('bot_uttered', { text: 'Hello.' });
    socket.emit('bot_uttered', { text: 'How can I help?' });
  });
});
let target: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(http.address() as AddressInfo).port}/token-of-a-bot`;
});
afterAll(() => io.close());

const SCENARIO = `
name: other
defaults: { timeout: 1s }
load: { closed: { vus: 1, conversations: 1 } }
conversations: [{ steps: [hello] }]
`;

async function run(...args: string[]) {
  const folder = tempFolder();
  const words = ['run', scenarioFile(folder, SCENARIO), '--target', target, '--report-dir', folder];
  return { ...(await palaver([...words, ...args])), report: onlyReport(folder) };
}

it('names the unknown events of a target', async () => {
  const { code, report } = await run();
  expect(exitCodeBeside(report, code)).toBe(99);
  expect(report.errors.map(({ class: name, example }) => [name, example])).toEqual([
    [
      'timed-out',
      'hello: no reply within 1.00 s; received other events: bot_uttered ×2; this target may speak another protocol',
    ],
  ]);
});

it('reports that a given proxy is not used for a loopback address', async () => {
  const proxy = ['--proxy', 'http://127.0.0.1:1'];
  const { stdout } = await palaver(['check', '--no-say', '--target', target, ...proxy]);
  expect(stdout).toContain('--proxy is not used for 127.0.0.1: loopback addresses are reached directly');
  const { stderr } = await run(...proxy);
  expect(stderr).toContain('note: --proxy is not used for 127.0.0.1: loopback addresses are reached directly\n');
});
