import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import {
  countIn,
  exitCodeBeside,
  onlyReport,
  palaver,
  scenarioFile,
  startPalaver,
  tempFolder,
} from '../support/palaver.ts';

const TALK = `
defaults: { think: 20ms }
load: { closed: { vus: 3, duration: 10m, startSpread: 50ms } }
conversations: [ { steps: [one, two] } ]
`;

/** The mock process of a run: its only child. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

describe.concurrent('a mock endpoint that crashes during its run', () => {
  it('ends the run at once, and the run is incomplete', async () => {
    const folder = tempFolder();
    const run = startPalaver(['run', scenarioFile(folder, TALK), '--mock', '--report-dir', folder]);
    await eventually(() => hasReport(folder));
    process.kill(childOf(run.process.pid!), 'SIGKILL');
    const { code, stdout } = await run.finished;
    expect(code).toBe(112);
    expect(stdout).toMatch(/the mock\s+endpoint's\s+process\s+ended\s+\(SIGKILL\)/);
    expect(onlyReport(folder).run).toMatchObject({ partial: true, stopReason: 'incomplete' });
  });
});

describe.concurrent('a report folder that becomes unwritable during the run', () => {
  it('loses the file, not the tables', async () => {
    const folder = tempFolder();
    const mock = await startMock({ bot: 'echo', delay: '5ms', workers: 20 });
    const reports = join(folder, 'reports');
    const run = startPalaver(['run', scenarioFile(folder, TALK), '-t', `${mock.url}/token`, '--report-dir', reports]);
    await eventually(() => mock.stats().inputs >= 20);
    rmSync(reports, { recursive: true });
    writeFileSync(reports, 'in the way');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.finished;
    expect(code).toBe(1);
    expect(stdout).toMatch(/turns +\d+ completed/);
    expect(stdout).toMatch(/the report was not saved: cannot\s+write/);
    expect(stdout).toMatch(/a\s+part of the path is not a folder/);
    expect(stdout).toMatch(/exit code +1:/);
    await mock.stop();
  });
});

/** An endpoint whose answer to anything never ends. */
async function startFlood() {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  io.on('connection', (socket) => {
    socket.emit('endpoint-ready');
    socket.on('processInput', () => {
      const pour = () => {
        if (!socket.connected) return;
        for (let count = 0; count < 100; count++)
          socket.emit('output', { type: 'output', data: { text: 'more', data: {}, traceId: 't' } });
        setImmediate(pour);
      };
      pour();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/token`, stop: () => io.close() };
}

describe.concurrent('an endpoint that never stops replying', () => {
  it('times out like one that never replies', async () => {
    const folder = tempFolder();
    const flood = await startFlood();
    const scenario = scenarioFile(folder, 'conversations: [ { steps: [ { say: hi, think: 0s, timeout: 1500ms } ] } ]');
    const { code } = await palaver(['run', scenario, '-t', flood.url, '--report-dir', folder, '--ready', 'wait']);
    await flood.stop();
    const report = onlyReport(folder);
    expect(exitCodeBeside(report, code)).toBe(99);
    expect(countIn(report, 'turns_timed_out')).toBe(1);
    expect(report.run.durationMs).toBeLessThan(8000);
  });
});

function hasReport(folder: string): boolean {
  return readdirSync(folder).some((name) => existsSync(join(folder, name, 'report.json')));
}
