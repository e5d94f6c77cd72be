import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import {
  countIn,
  isPass,
  onlyReport,
  reasonsBeside,
  scenarioFile,
  startPalaver,
  tempFolder,
} from '../support/palaver.ts';

const LONG = `
defaults: { think: 20ms }
load: { closed: { vus: 5, duration: 10m, startSpread: 50ms } }
conversations: [ { steps: [one, two] } ]
`;

/** Starts a run that would take ten minutes and waits until it talks. */
async function longRun(args: string[] = [], delay = '20ms', inputs = 20) {
  const folder = tempFolder();
  const mock = await startMock({ bot: 'echo', delay, workers: 50 });
  const run = startPalaver([
    'run',
    scenarioFile(folder, LONG),
    '-t',
    `${mock.url}/token`,
    '--report-dir',
    folder,
    ...args,
  ]);
  await eventually(() => mock.stats().inputs >= inputs);
  return { run, folder, mock };
}

/** The only one that a run has made. */
function folderOfRun(folder: string): string {
  const [run] = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return join(folder, run!.name);
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('once: running conversations finish, the report is written and marked partial, 105', async () => {
    const { run, folder, mock } = await longRun();
    run.process.kill(signal);
    const { code, stdout, stderr } = await run.finished;
    expect(code).toBe(105);
    expect(stderr).toContain(`${signal}: no more conversations start`);
    const report = onlyReport(folder);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
    expect(countIn(report, 'conversations_interrupted')).toBe(0);
    expect(countIn(report, 'inputs_sent')).toBe(mock.stats().inputs);
    expect(stdout).toContain('105');
    const [, page] = /^HTML {7}(\S+report\.html)$/m.exec(stdout)!;
    expect(readFileSync(page!, 'utf8')).toContain(`stopped by ${signal}`);
    await mock.stop();
  });
});

describe('SIGKILL', () => {
  it('keeps report.json and report.html as last saved', async () => {
    const { run, folder, mock } = await longRun();
    run.process.kill('SIGKILL');
    await run.finished;
    expect(onlyReport(folder).verdict.status).toBe('incomplete');
    expect(readFileSync(join(folderOfRun(folder), 'report.html'), 'utf8')).toContain('the process was killed');
    await mock.stop();
  });
});

describe('a second signal', () => {
  it('ends running conversations at once; the invariants still hold', async () => {
    const { run, folder, mock } = await longRun(['--no-html'], '60s', 5);
    run.process.kill('SIGINT');
    await run.said('no more conversations start');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.finished;
    expect(code).toBe(105);
    const report = onlyReport(folder);
    expect(readdirSync(folderOfRun(folder))).toEqual(['report.json']);
    expect(stdout).not.toContain('report.html');
    expect(countIn(report, 'turns_interrupted')).toBe(5);
    expect(countIn(report, 'conversations_interrupted')).toBe(5);
    expect(reasonsBeside(report)).toEqual([
      expect.stringContaining('stopped by SIGINT'),
      expect.stringMatching(/^"conversation_completion > 50%" is inconclusive .* 5 conversations were interrupted/),
      expect.stringContaining('no turn completed'),
      expect.stringContaining('100 % of the turns were interrupted'),
      expect.stringContaining('100 % of the conversations were interrupted'),
    ]);
    await mock.stop();
  });
});

describe('a terminal or reader that disappears', () => {
  it('SIGHUP without a terminal is ignored', async () => {
    const { run, folder, mock } = await longRun();
    run.process.kill('SIGHUP');
    const before = mock.stats().inputs;
    await eventually(() => mock.stats().inputs >= before + 20);
    run.process.kill('SIGINT');
    expect((await run.finished).code).toBe(105);
    expect(onlyReport(folder).run.partial).toBe(true);
    await mock.stop();
  });

  it('closed stdout and stderr end the output, not the run', async () => {
    const { run, folder, mock } = await longRun(['-u', '5', '-d', '1500ms'], '20ms', 1);
    run.process.stdout!.destroy();
    run.process.stderr!.destroy();
    const { code } = await run.finished;
    const report = onlyReport(folder);
    expect(isPass(report, code)).toBe(true);
    expect(report.run).toMatchObject({ partial: false });
    await mock.stop();
  });
});

describe('a signal before the load', () => {
  it('ends preflight at once: no report, but 105 and a message', async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    const { port } = silent.address() as { port: number };
    const run = startPalaver([
      'run',
      '--say',
      'hi',
      '-t',
      `http://127.0.0.1:${port}/token`,
      '--report-dir',
      tempFolder(),
    ]);
    await connected;
    run.process.kill('SIGINT');
    const { code, stderr } = await run.finished;
    expect(code).toBe(105);
    expect(stderr).toContain('stopped by SIGINT before the load started');
    silent.close();
  });
});

describe('a hanging endpoint', () => {
  it('is given up after the connect timeout, with 114', async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const run = startPalaver(['check', '-t', `http://127.0.0.1:${port}/token`, '--connect-timeout', '300ms']);
    const { code, stderr } = await run.finished;
    expect(code).toBe(114);
    expect(stderr).toContain('300 ms');
    silent.close();
  });
});
