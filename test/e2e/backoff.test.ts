import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { READ_BY_NODE } from '../../src/cli/options/node-options.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import {
  countIn,
  exitCodeBeside,
  onlyReport,
  palaver,
  reasonsBeside,
  reasonsIn,
  scenarioFile,
  tempFolder,
} from '../support/palaver.ts';
import { startTcpServer } from '../support/raw-server.ts';
import { WireServer } from '../support/wire-server.ts';

const stops: (() => unknown)[] = [];
afterAll(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An endpoint that takes the connection of the preflight alone, and answers every other upgrade with this. */
async function refusing(response: string) {
  const mock = await startMock({ bot: 'echo', delay: '1ms' });
  let connections = 0;
  const front = await startTcpServer((socket) => {
    connections += 1;
    if (connections > 1) return void socket.once('data', () => socket.end(response));
    const through = connect(Number(new URL(mock.url).port), '127.0.0.1');
    through.on('error', () => socket.destroy());
    socket.pipe(through).pipe(socket);
  });
  stops.push(
    () => front.stop(),
    () => mock.stop(),
  );
  return { url: `http://127.0.0.1:${front.port}/${mock.token}`, connections: () => connections };
}

async function run(url: string, load: string, ...flags: string[]) {
  const folder = tempFolder();
  const file = scenarioFile(
    folder,
    `load: { closed: { ${load}, startSpread: 0s } }\nconversations: [ { steps: [hello] } ]\n`,
  );
  const args = ['run', file, '--target', url, '--report-dir', folder, ...flags];
  const finished = await palaver(args);
  return { ...finished, report: onlyReport(folder) };
}

const RESPONSE = (...lines: string[]) => ['HTTP/1.1 429 Slow Down', ...lines, 'Connection: close', '', ''].join('\r\n');
const LATER = RESPONSE('Retry-After: 60', 'Content-Length: 0');

describe.concurrent('a failing target', () => {
  it('right after it was ready is retried with increasing delays', async () => {
    const server = await WireServer.start();
    stops.push(() => server.stop());
    let sockets = 0;
    server.onSocket = (socket) => {
      sockets += 1;
      if (sockets > 1) setImmediate(() => socket.disconnect(true));
    };
    const { report } = await run(server.url(), 'vus: 8, duration: 5s');
    // Each user waits at least 0.5, 1 and 2 s, so it comes at most four times.
    expect(sockets - 1).toBeGreaterThanOrEqual(8);
    expect(sockets - 1).toBeLessThanOrEqual(32);
    expect(countIn(report, 'conversations_failed')).toBe(sockets - 1);
  });

  it.each([
    ['seconds', '', LATER],
    [
      'a date',
      ', pace: 500ms',
      RESPONSE(
        'Retry-After: Sun, 06 Nov 1994 08:50:37 GMT',
        'Date: Sun, 06 Nov 1994 08:49:37 GMT',
        'Content-Length: 0',
      ),
    ],
  ])(
    'with Retry-After in %s is not contacted until then, without delaying the end of the run',
    async (_how, more, response) => {
      const { url, connections } = await refusing(response);
      const { report, code, stderr } = await run(url, `vus: 5, duration: 4s${more}`);
      // Those that come after the first refusal need not ask themselves.
      const refused = connections() - 1;
      expect(refused).toBeGreaterThanOrEqual(1);
      expect(refused).toBeLessThanOrEqual(5);
      expect(reasonsIn(report, 'connects_failed')).toEqual({ 'http-429': refused });
      expect(stderr.match(/the server asks for a pause \(Retry-After\)/g)).toHaveLength(1);
      expect(JSON.stringify(report.errors)).toMatch(/HTTP 429 \(too many requests\).*?, retry after 1m 00s/);
      expect(report.run.durationMs).toBeLessThan(30_000);
      expect(exitCodeBeside(report, code)).toBe(99);
    },
  );
});

describe.concurrent('--stop-on', () => {
  it('ends a run when its rule is true, with the reason in every output', async () => {
    const { url } = await refusing(RESPONSE('Content-Length: 0'));
    const rule = 'connects_failed{reason="http-429"} >= 90% for 1s';
    const { report, code, stdout, stderr } = await run(url, 'vus: 5, duration: 10m', '--stop-on', rule);
    expect(exitCodeBeside(report, code)).toBe(99);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'threshold' });
    expect(report.run.durationMs).toBeLessThan(120_000);
    expect(reasonsBeside(report)[0]).toMatch(
      /^--stop-on connects_failed\{reason="http-429"\} >= 90% for 1s became true after [\d.]+ s \(100 %, \d+ of \d+\); stopping the run$/,
    );
    for (const output of [stdout, stderr]) expect(output).toContain('; stopping the run');
  });

  it('is rejected if invalid, with 104 and before any connection', async () => {
    const folder = tempFolder();
    const args = ['run', '--say', 'hi', '--mock', '--report-dir', folder, '--stop-on', 'connects_failed > 50%'];
    const { code, stderr } = await palaver(args);
    expect(code).toBe(104);
    expect(stderr).toContain('error: --stop-on: missing duration\n  connects_failed > 50%\n                       ^\n');
  });

  it('is shown by validate, also from the environment', async () => {
    const file = scenarioFile(tempFolder(), 'conversations: [ { steps: [hello] } ]\n');
    const rule = 'turn p(95) > 5s for 30s';
    const shown = await palaver(['validate', file, '--mock'], { PALAVER_STOP_ON: rule });
    expect(shown.stdout).toMatch(/^stop on {7}no connection succeeded for 30 s .*\n {14}turn p\(95\) > 5s for 30s$/m);
    const json = await palaver(['validate', file, '--mock', '--json', '--stop-on', 'off', '--stop-on', rule]);
    expect(JSON.parse(json.stdout).stopOn).toEqual({ breaker: false, rules: [rule] });
  });
});

describe('an option of Node itself', () => {
  it.each(Object.keys(COMMANDS))('is none of palaver %s', async (command) => {
    const { stdout } = await palaver([command, '--help']);
    expect(stdout).toMatch(/ --debug/);
    for (const name of READ_BY_NODE) expect(stdout).not.toContain(` --${name} `);
  });

  it('is rejected by name, with the alternative', async () => {
    const vars = scenarioFile(tempFolder(), 'GREETING=hello\n');
    const { code, stderr } = await palaver(['run', '--say', 'hi', '--mock', `--env-file=${vars}`]);
    expect(code).toBe(104);
    expect(stderr).toMatch(/^error: --env-file is an option of Node\.js, .*\n {2}→ .*--vars FILE\n$/);
  });
});
