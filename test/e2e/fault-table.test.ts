import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, get } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { Server as SocketIoServer } from 'socket.io';
import { describe, expect, it } from 'vitest';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { exitCodeOf } from '../../src/platform/exit-code.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { comparedReport } from '../support/compared-report.ts';
import { eventually } from '../support/eventually.ts';
import { type Finished, onlyReport, palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import {
  startAnsweringServer,
  startForeignWebSocket,
  startRefusingServer,
  startTcpServer,
} from '../support/raw-server.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT } from '../support/tls-material.ts';
import { WireServer, type WireServerOptions } from '../support/wire-server.ts';
import { startServerV2 } from '../support/wire-server-v2.ts';

/** One row of the table in reports/faults.md; `…` in what is said stands for any text. */
interface Row {
  readonly fault: string;
  readonly says: string;
  readonly code: number;
}

function rowsOf(page: string): Row[] {
  return [...page.matchAll(/^\| (.+?) \| (.+) \| (\d+) \|$/gm)].map(([, fault, says, code]) => ({
    fault: fault!,
    says: says!.replaceAll('\\|', '|'),
    code: Number(code),
  }));
}

const ROWS = rowsOf(readFileSync('reports/faults.md', 'utf8'));

function patternOf(says: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(says.split('…').map(literal).join('.*?'));
}

/** What was shown, on one line: where it is wrapped depends on the terminal. */
function shownBy({ stdout, stderr }: Finished): string {
  return `${stderr}\n${stdout}`.replace(/\s*\n[\s-]*/g, ' ');
}

type Shown = Promise<Finished>;

const QUICK: MockInput = { bot: 'echo', delay: '5ms', ready: '5ms', workers: 50 };
const LONG = `defaults: { think: 20ms }
load: { closed: { vus: 2, duration: 10m, startSpread: 20ms } }
conversations: [ { steps: [one, two] } ]`;

const scenario = (text: string) => scenarioFile(tempFolder(), text);
const withFeed = (feed: string) => scenario(`conversations: [ { feed: ${feed}, steps: [ hi ] } ]`);
/** A scenario in a folder with files that it names. */
const scenarioWith = (text: string, files: Readonly<Record<string, string>>) => {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return scenarioFile(folder, text);
};
/** The text of a target whose connections present this. */
const presenting = (value: string) =>
  `targets: { bot: { url: "http://127.0.0.1:1/token", headers: { Authorization: "${value}" } } }\n`;
const run = (...args: string[]): Shown => palaver(['run', '-q', '--report-dir', tempFolder(), ...args]);
/** One conversation of one turn. */
const say = (...args: string[]): Shown => run('--say', 'hello', ...args);
const withMock = (text: string, ...args: string[]): Shown => run(scenario(text), '--mock', ...args);
const written = (name: string, text: string) => {
  const path = join(tempFolder(), name);
  writeFileSync(path, text);
  return path;
};

/** One conversation with a scenario that calls this function, start or login. */
const withHook = (text: string, hook: string): Shown =>
  run(scenarioWith(text, { 'hooks.ts': `export ${hook}` }), '--mock');

interface Stoppable {
  readonly url: string;
  stop(): unknown;
}

/** One conversation against a server that is there for as long. */
async function against(server: Stoppable | Promise<Stoppable>, ...args: string[]): Shown {
  const { url, stop } = await server;
  try {
    return await say('-t', url, ...args);
  } finally {
    await stop.call(await server);
  }
}

async function listen(server: Server, scheme = 'http'): Promise<Stoppable> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `${scheme}://127.0.0.1:${port}/secret-token`, stop: () => server.close() };
}

function tlsServer(): Promise<Stoppable> {
  const { server } = makeTlsMaterial();
  return listen(
    createTlsServer(server, (_request, response) => response.end()),
    'https',
  );
}

/** With a certificate for `name`, which asks for a client certificate, and what to trust it with. */
async function againstTls(name: string, version: 'TLSv1.2' | 'TLSv1.3'): Shown {
  const { ca, server } = makeTlsMaterial([name]);
  const options = { ...server, ca, requestCert: true, minVersion: version, maxVersion: version } as const;
  const listening = listen(
    createTlsServer(options, (_request, response) => response.end()),
    'https',
  );
  return against(listening, '--ca', written('ca.pem', ca));
}

interface WireEndpoint extends Stoppable {
  readonly server: WireServer;
}

async function wireServer(options: WireServerOptions = {}): Promise<WireEndpoint> {
  const server = await WireServer.start(options);
  return { server, url: server.url(), stop: () => server.stop() };
}

function pollingServer(): Promise<Stoppable> {
  const http = createHttpServer();
  new SocketIoServer(http, { serveClient: false, transports: ['polling'] });
  return listen(http);
}

/** An endpoint that accepts `count` connections, and then asks for a pause. */
async function refusingAfter(count: number): Promise<Stoppable> {
  let asked = 0;
  const endpoint = await wireServer({
    allowRequest: ({ socket }, answer) => {
      asked += 1;
      if (asked <= count) return answer(null, true);
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n');
    },
  });
  endpoint.server.onInput = (socket) => {
    socket.emit('output', { type: 'output', data: { text: 'hello' } });
    socket.emit('finalPing', { type: 'regular' });
  };
  return endpoint;
}

/** A server that does this to the connection of everyone who speaks. */
async function losing(act: (webSocket: WebSocketOfServer) => void): Promise<Stoppable> {
  const endpoint = await wireServer();
  endpoint.server.onInput = ({ conn }) => act((conn.transport as unknown as { socket: WebSocketOfServer }).socket);
  return endpoint;
}

/** What ws gives, and the socket below it. */
interface WebSocketOfServer {
  close(code: number, reason: string): void;
  readonly _socket: Socket;
}

/** A reverse proxy that passes requests on without Upgrade. */
async function withoutUpgrade(): Promise<Stoppable> {
  const upstream = await wireServer();
  const proxy = await listen(
    createHttpServer((request, response) => {
      get({ port: upstream.server.port, path: request.url, agent: false }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
    }),
  );
  const stop = async () => {
    proxy.stop();
    await upstream.stop();
  };
  return { url: proxy.url, stop };
}

/** Through a proxy that answers every CONNECT so. */
async function through(head: string): Shown {
  const proxy = await startAnsweringServer(head);
  const shown = await say('-t', 'https://endpoint.test/secret-token', '--proxy', `http://127.0.0.1:${proxy.port}`);
  proxy.stop();
  return shown;
}

const at = async (server: Promise<Stoppable>, from: string, to: string): Promise<Stoppable> => {
  const { url, stop } = await server;
  return { url: url.replace(from, to), stop };
};

const mockServer = async (input: MockInput = {}): Promise<MockServer & Stoppable> => {
  const server = await startMock({ ...QUICK, ...input });
  return Object.assign(server, { url: `${server.url}/${server.token}` });
};

/** A run of ten minutes to which `act` does something once it talks; `then` is what the user looks at. */
async function whileRunning(
  act: (running: ReturnType<typeof startPalaver>, server: MockServer) => unknown,
  then: (folder: string, finished: Finished) => Shown = async (_folder, finished) => finished,
  args: readonly string[] = [],
): Shown {
  const server = await mockServer();
  const folder = tempFolder();
  const running = startPalaver(['run', scenario(LONG), '-t', server.url, '--report-dir', folder, ...args]);
  // Its folder exists before the first report is in it.
  const reported = () => readdirSync(folder).some((run) => existsSync(join(folder, run, 'report.json')));
  await eventually(() => server.stats().inputs >= 5 && reported());
  await act(running, server);
  const finished = await running.finished;
  await server.stop();
  return then(folder, finished);
}

/** `palaver report` of a run that was killed; the exit code is the one in the report. */
async function shownLater(folder: string): Shown {
  const shown = await palaver(['report', join(folder, readdirSync(folder)[0]!)]);
  return { ...shown, code: onlyReport(folder).verdict.exitCode };
}

function reportFile(id: string, factor: number, seconds = 120): string {
  return written(`${id}.json`, serialiseReport(comparedReport({ id, seed: id.length, factor, seconds })));
}

/** Those that need a certificate. */
const TLS_FAULTS: Readonly<Record<string, () => Shown>> = {
  'http:// for a port with TLS': () => against(at(tlsServer(), 'https:', 'http:')),
  'a certificate signed by a private CA': () => against(tlsServer()),
  'a certificate for another host name': () => againstTls('DNS:elsewhere.test', 'TLSv1.3'),
  'a client certificate is missing, TLS 1.2': () => againstTls('IP:127.0.0.1', 'TLSv1.2'),
  'a client certificate is missing, TLS 1.3': () => againstTls('IP:127.0.0.1', 'TLSv1.3'),
};

/** How each fault is provoked, over real sockets and files, and what the user then sees. */
const FAULTS: Readonly<Record<string, () => Shown>> = {
  ...TLS_FAULTS,
  'nothing listens on the port': () => say('-t', 'http://127.0.0.1:1/token'),
  'the host has no address': () => say('-t', 'http://no-such-host.invalid/token'),
  'a website answers instead of an endpoint': () =>
    against(listen(createHttpServer((_request, response) => response.end('<h1>hello</h1>')))),
  'the server answers something other than HTTP': () =>
    against(startTcpServer((socket) => void socket.end('220 mail.test ready\r\n'))),
  'a WebSocket server without Socket.IO': () => against(startForeignWebSocket('hello')),
  'https:// for a port without TLS': () =>
    against(at(listen(createHttpServer((_request, response) => response.end())), 'http:', 'https:')),
  'the upgrade is refused with 401': () => against(startRefusingServer(401)),
  'the upgrade is refused with 403': () => against(startRefusingServer(403)),
  'the upgrade is refused with 404': () => against(startRefusingServer(404)),
  'the upgrade is refused with 429': () => against(startRefusingServer(429)),
  'the upgrade is refused with 503': () => against(startRefusingServer(503)),
  'http:// for a port with TLS, answered with a TLS record': () =>
    // Alert, TLS 1.0, 2 bytes: fatal, protocol version.
    against(startTcpServer((socket) => void socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70])))),
  'http:// for an HTTPS port of nginx': () =>
    against(
      startAnsweringServer(
        'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html',
        '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>',
      ),
    ),
  'the host redirects': () =>
    against(
      startAnsweringServer(
        'HTTP/1.1 308 Permanent Redirect\r\nLocation: https://elsewhere.test/socket.io/?urlToken=secret-token',
      ),
    ),
  'a reverse proxy drops Upgrade': () => against(withoutUpgrade()),
  'WebSocket is disabled on the server': () => against(pollingServer()),
  'a wrong sub-path': () => against(at(startRefusingServer(404), '/secret', '/wrong/secret')),
  'the server accepts another version of Socket.IO only': () =>
    against(wireServer({ allowEIO3: false }), '--socketio', '2'),
  'the server does not know the session': () =>
    against(startAnsweringServer('HTTP/1.1 400 Bad Request', '{"code":1,"message":"Session ID unknown"}')),
  'the server refuses, with a reason': () =>
    against(wireServer({ allowRequest: (_request, answer) => answer('outside office hours', false) })),
  'the server resets the upgrade': () =>
    against(startTcpServer((socket) => void socket.once('data', () => socket.resetAndDestroy()))),
  'a Socket.IO 2 server refuses, with a reason': () => against(startServerV2('closed for the night')),
  'the proxy requires Digest': () =>
    through(
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Digest realm="a", nonce="b", qop="auth"',
    ),
  'the proxy cannot reach the endpoint': () =>
    through('HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 111'),
  '--ca names a file without certificates': () =>
    say('-t', 'https://127.0.0.1:1/secret-token', '--ca', written('ca.pem', 'not a certificate')),
  'a wrong token': () => against(at(mockServer({ token: 'right' }), 'right', 'wrong')),
  'no endpoint-ready': () =>
    against(mockServer({ faults: { neverReady: 1 } }), '--ready', 'wait', '--connect-timeout', '500ms'),

  'the target speaks another protocol': async () => {
    const endpoint = await wireServer();
    endpoint.server.onInput = (socket) => socket.emit('bot_uttered', { text: 'Hello.' });
    const finished = await run(
      scenario('defaults: { timeout: 1s }\nconversations: [ { steps: [ hello ] } ]'),
      '-t',
      endpoint.url,
    );
    await endpoint.stop();
    return finished;
  },
  'the target sends no final ping': () =>
    withMock(`mock: { bot: echo, finalPing: none }
defaults: { timeout: 5s, completion: final-ping }
conversations: [ { steps: [ hi ] } ]`),
  'the server goes away in a run': () => whileRunning((_running, server) => server.stop()),
  'the server closes the WebSocket with a reason': () =>
    against(losing((webSocket) => webSocket.close(4001, 'maintenance at noon'))),
  'the server resets the connection': () => against(losing(({ _socket }) => _socket.resetAndDestroy())),
  'the server ends the connection without a close frame': () => against(losing(({ _socket }) => _socket.end())),
  'idle connections are lost': async () => {
    const server = await mockServer();
    const file = scenario('conversations: [ { steps: [ { pause: 1h } ] } ]');
    const args = ['run', file, '-t', server.url, '-u', '3', '--report-dir', tempFolder()];
    const running = startPalaver(args);
    // The first one is that of the target check.
    await eventually(() => server.stats().ready === 4);
    await server.stop();
    return running.finished;
  },
  'the user presses Ctrl+C': () => whileRunning(({ process }) => process.kill('SIGINT')),
  'the process was killed (exit code as shown by `palaver report`)': () =>
    whileRunning(({ process }) => process.kill('SIGKILL'), shownLater),
  'a function of setup fails': () =>
    withHook(
      'setup: ./hooks.ts#start\nconversations: [ { steps: [ hi ] } ]',
      "function start() { throw new Error('no test accounts left'); }",
    ),
  'a function never returns': () =>
    withHook(
      'conversations: [ { steps: [ { call: ./hooks.ts#login, timeout: 200ms } ] } ]',
      'const login = () => new Promise(() => {});',
    ),
  'a function never returns and blocks its load thread': () =>
    withHook(
      'conversations: [ { steps: [ { call: ./hooks.ts#login, timeout: 200ms } ] } ]',
      'function login() { for (;;); }',
    ),
  'the budget is used up': () =>
    withMock(`budget: { inputs: 10 }
defaults: { think: 10ms }
load: { closed: { vus: 2, duration: 10m, startSpread: 0s } }
conversations: [ { steps: [one, two] } ]`),
  'the plan exceeds the limits of a shared host': () =>
    say('-t', 'https://endpoint.nicecxone.com/some-token', '-u', '2000', '-d', '60s'),

  'a threshold failed': () => withMock('conversations: [ { steps: [ hi ] } ]\nthresholds: [ turn max < 1us ]'),
  'a threshold had no data': () => withMock('conversations: [ { steps: [ hi ] } ]\nthresholds: [ wait p(50) < 1s ]'),
  'turns were still open at the end': async () => {
    const server = await mockServer({ faults: { mute: 0.2 } });
    const text = `defaults: { think: 10ms, timeout: 30s }
load: { closed: { vus: 8, duration: 5s, startSpread: 20ms }, gracefulStop: 100ms }
conversations: [ { steps: [ hi ] } ]
thresholds: [ conversation_completion > 99% ]`;
    const finished = await run(scenario(text), '-t', server.url);
    await server.stop();
    return finished;
  },
  'the planned load was not reached': () =>
    withMock(`mock: { bot: echo, delay: 500ms }
defaults: { think: 10ms }
load: { open: { rate: 20/s, duration: 2s, maxVus: 1 } }
conversations: [ { steps: [ hi ] } ]`),
  'the target refuses connections with Retry-After': async () => {
    const server = await refusingAfter(11);
    const text = `load: { closed: { vus: 10, duration: 3s, startSpread: 0s } }
conversations: [ { steps: [ hi ] } ]`;
    const finished = await run(scenario(text), '-t', server.url, '--connect-concurrency', '1');
    await server.stop();
    return finished;
  },
  'a load thread crashes': () => {
    const trouble =
      "if (!require('node:worker_threads').isMainThread) setTimeout(() => { throw new Error('out of order') }, 500);";
    const env = { NODE_OPTIONS: `--require ${written('trouble.cjs', trouble)}` };
    return palaver(['run', '--say', 'hello', '--mock', '-q', '--report-dir', tempFolder(), '-d', '10m'], env);
  },
  'the runs to compare are too short': () => palaver(['compare', reportFile('a', 1, 8), reportFile('bb', 1, 8)]),
  'the candidate is slower': () => palaver(['compare', reportFile('a', 1), reportFile('bb', 1.5)]),
  'the report folder cannot be written': () =>
    palaver(['run', '--say', 'hello', '--mock', '--report-dir', '/dev/null/x']),
  'an output cannot be written': () => say('--mock', '--out', 'html=/dev/null/x.html'),
  'the disk is full': () => say('--mock', '--out', 'html=/dev/full'),
  'two outputs go to one file': () => say('--mock', '--out', 'csv=/tmp/both', '--out', 'html=/tmp/both'),
  'an output would replace the scenario': () => {
    const file = scenario('conversations: [ { steps: [ hi ] } ]');
    return run(file, '--mock', '--out', `html=${file}`);
  },
  'an output without a type': () => say('--mock', '--out', 'run.html'),

  'the scenario file is missing': () => run('none.yml', '--mock'),
  'the scenario is not YAML': () => withMock('conversations: [ {'),
  'a key is misspelt': () => withMock('conversations: [ { stepz: [ hi ] } ]'),
  'a threshold names an unknown step': () =>
    withMock('conversations: [ { steps: [ hi ] } ]\nthresholds: [ \'turn{step="ho"} p(95) < 1s\' ]'),
  'the feed is missing': () => run(withFeed('users.csv'), '--mock'),
  'the feed is outside the folder of the scenario': () => run(withFeed('/etc/users.csv'), '--mock'),
  'a value of a feed cannot be sent': () => {
    const text = `${presenting('Bearer {{token}}')}conversations: [ { feed: users.csv, steps: [ hi ] } ]`;
    return run(scenarioWith(text, { 'users.csv': 'token\n"two\nlines"\n' }), '--mock');
  },
  'a value of setup cannot be sent': () =>
    withHook(
      `setup: ./hooks.ts#start\n${presenting('Bearer {{token}}')}conversations: [ { steps: [ hi ] } ]`,
      "const start = () => ({ token: 'two\\nlines' });",
    ),
  'a value captured in the run cannot be sent': () => {
    const steps = '[ { say: "two\\nlines", capture: { token: { regex: /two.lines/s } } }, reconnect: 1ms ]';
    const text = `mock: { bot: echo }
${presenting('{{token}}')}conversations: [ { feed: users.csv, steps: ${steps} } ]`;
    return run(scenarioWith(text, { 'users.csv': 'token\nfirst\n' }), '--mock');
  },
  'the protocol does not have a feature': () =>
    withMock(`targets: { bot: { url: "http://127.0.0.1:1", protocol: rasa } }
conversations: [ { steps: [ hi, { inject: hello } ] } ]`),
  'auth for a server of Socket.IO 2': async () => {
    const { url, stop } = await startServerV2();
    const target = `url: "${new URL(url).origin}", protocol: custom, events: { input: message, outputs: reply }`;
    const finished = await run(
      scenario(`targets: { bot: { ${target}, auth: { token: sesame } } }
conversations: [ { steps: [ hi ] } ]`),
    );
    await stop();
    return finished;
  },
  'there is no scenario': () => run('-t', 'http://127.0.0.1:1/token'),
  'there is no target': () => say(),
  'an unknown option': () => say('--mock', '--durration', '5s'),
  'an option of another load tester': () => say('--mock', '--users', '5'),
  'a value that is not a number': () => say('--mock', '--vus', 'many'),
  'the baseline is missing': () => say('--mock', '--baseline', '/nowhere'),
  'the report is missing': () => palaver(['report', '/nowhere']),
};

describe('the table of faults', () => {
  it('has one row for each test and one test for each row', () => {
    expect(ROWS.map(({ fault }) => fault).sort()).toEqual(Object.keys(FAULTS).sort());
  });

  it('contains only existing exit codes', () => {
    expect(ROWS.filter(({ code }) => code === exitCodeOf('pass'))).toEqual([]);
  });
});

describe.concurrent('what the user sees when', () => {
  const isShown = async ({ fault, says, code }: (typeof ROWS)[number]) => {
    const finished = await FAULTS[fault]!();
    const shown = shownBy(finished);
    expect(shown).toMatch(patternOf(says));
    expect(shown).not.toMatch(/ at \S+ \(?(file|node):/);
    expect(finished.code, shown).toBe(code);
  };
  const needsOpenssl = ({ fault }: (typeof ROWS)[number]) => fault in TLS_FAULTS;

  it.each(ROWS.filter((row) => !needsOpenssl(row)))('$fault', isShown);
  it.skipIf(!hasOpenssl).each(ROWS.filter(needsOpenssl))(`$fault${OPENSSL_HINT}`, isShown);
});
