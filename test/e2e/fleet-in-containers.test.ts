import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import {
  composeProcess,
  createdByReadme,
  DEPLOYMENT,
  manifest,
  type Process,
  podOf,
  processOf,
  readCompose,
} from '../support/manifests.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';
import { freePorts } from '../support/nginx.ts';
import { countIn, isPass, onlyReport, palaver, tempFolder } from '../support/palaver.ts';
import {
  configMapFolder,
  type Place,
  runContainer,
  type StartedContainer,
  startContainer,
} from '../support/run-container.ts';

const VARIABLES = { FLEET_PASSWORD: 'p5e1f00d' };
const VALUES = {
  ...createdByReadme(),
  'secret palaver-nats': { user: 'palaver', password: VARIABLES.FLEET_PASSWORD },
};
/** As compose.yml mounts it. */
const SCENARIOS = { '/scenario': resolve('scenarios') };
const SCENARIO = `
name: small
defaults: { think: 20ms }
load: { closed: { vus: 12, conversations: 24, startSpread: 50ms } }
thresholds: [ turn max < 60s ]
conversations: [ { steps: [hello, bye] } ]
`;

/** Starts the NATS server of a deployment, with free ports instead of those of its own network. */
async function startNats(container: Process) {
  const [port = 0, monitor = 0] = await freePorts(2);
  const config = readFileSync(join(DEPLOYMENT, 'nats.conf'), 'utf8');
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'nats.conf'),
    `${config.replace('port: 4222', `port: ${port}`).replace('http_port: 8222', `http_port: ${monitor}`)}host: 127.0.0.1\n`,
  );
  const server = startContainer(container, { mounts: { '/etc/nats': folder } });
  onTestFinished(async () => {
    server.process.kill('SIGTERM');
    await server.finished;
  });
  const healthy = () =>
    fetch(`http://127.0.0.1:${monitor}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(healthy);
  return { port, address: { 'nats:4222': `127.0.0.1:${port}` } };
}

const NATS = {
  Kubernetes: processOf(podOf(manifest('agents.yml', 'Deployment', 'palaver-nats'))!, VALUES),
  Compose: composeProcess('nats', VARIABLES),
};

describe.skipIf(!hasNats)(`the NATS server${hasNats ? '' : NATS_HINT}`, () => {
  it.each(Object.entries(NATS))('of %s lets in the user of the Secret only', async (_, container) => {
    const { port } = await startNats(container);
    const { FLEET_PASSWORD: password } = VARIABLES;
    expect(await logIn(port, { user: 'palaver', pass: password })).toBe('PONG');
    expect(await logIn(port, { user: 'palaver', pass: `${password}1` })).toBe("-ERR 'Authorization Violation'");
    expect(await logIn(port, {})).toBe("-ERR 'Authorization Violation'");
  });
});

describe('the mock endpoint of Docker Compose', () => {
  it('plays the bot of the scenario until SIGTERM', async () => {
    const [port = 0] = await freePorts(1);
    expect(await isHealthy(port)).toBe(false);
    const server = startComposeMock(port);
    await eventually(() => isHealthy(port));
    const { PALAVER_TOKEN: token } = composeProcess('coordinator', VARIABLES).env;
    const { code, stdout } = await palaver(['check', '--target', `http://127.0.0.1:${port}/${token}`]);
    expect([code, stdout], stdout).toEqual([0, expect.stringContaining('ready')]);
    server.process.kill('SIGTERM');
    expect((await server.finished).code).toBe(0);
  });
});

describe.skipIf(!hasNats)(`a fleet in containers${hasNats ? '' : NATS_HINT}`, () => {
  it('runs the scenario on the agents of Kubernetes', async () => {
    const mock = await startMock({ bot: 'echo', delay: '5ms', workers: 50 });
    const values = { ...VALUES, 'secret palaver-target': { url: mock.url, token: 'token-of-tests' } };
    const nats = await startNats(NATS.Kubernetes);
    const addresses = { ...nats.address, 'bot.example.com': '127.0.0.1' };
    const { spec } = manifest('agents.yml', 'Deployment', 'palaver-agents');
    const agents = processOf(spec.template!.spec, values);
    startAgents(agents, spec.replicas!, addresses);
    const work = tempFolder();
    const scenario = configMapFolder({ 'scenario.yml': SCENARIO });
    const run = processOf(podOf(manifest('run-on-agents.yml', 'Job', 'palaver-run'))!, values);
    const { code, stdout, stderr } = await runContainer(run, {
      mounts: { '/scenario': scenario, '/work': work },
      addresses,
    });
    const { inputs } = mock.stats();
    await mock.stop();
    const report = onlyReport(join(work, 'reports'));
    expect([isPass(report, code), inputs], `${stdout}${stderr}`).toEqual([true, 24 * 2]);
    expect(countIn(report, 'inputs_sent')).toBe(inputs);
    expect(report.generator.machines).toHaveLength(spec.replicas!);
  });

  it('runs the scenario on the agents of Docker Compose', async () => {
    const nats = await startNats(NATS.Compose);
    const [port = 0] = await freePorts(1);
    const server = startComposeMock(port);
    expect(readCompose().services.coordinator!.depends_on!.mock).toEqual({ condition: 'service_healthy' });
    await eventually(() => isHealthy(port));
    const addresses = { ...nats.address, 'mock:4010': `127.0.0.1:${port}`, mock: '127.0.0.1' };
    startAgents(composeProcess('agent', VARIABLES), readCompose().services.agent!.deploy!.replicas, addresses);
    const work = tempFolder();
    const { code, stdout, stderr } = await runContainer(composeProcess('coordinator', VARIABLES), {
      mounts: { ...SCENARIOS, '/work': work },
      addresses,
    });
    server.process.kill('SIGTERM');
    await server.finished;
    expect([0, 112], stderr).toContain(code);
    expect(isPass(onlyReport(join(work, 'reports')), code), `${stdout}${stderr}`).toBe(true);
  });
});

function startComposeMock(port: number): StartedContainer {
  const mock = composeProcess('mock', VARIABLES);
  return startContainer({ ...mock, args: [...mock.args, '--port', String(port)] }, { mounts: SCENARIOS });
}

/** Runs the health check of the mock endpoint as Docker Compose does. */
function isHealthy(port: number): Promise<boolean> {
  const [how, command = '', ...words] = readCompose().services.mock!.healthcheck!.test;
  expect(how).toBe('CMD');
  return new Promise((done) => {
    const check = words.map((word) => word.replace(':4010', `:${port}`));
    execFile(command, check, (error) => done(error === null));
  });
}

function startAgents(container: Process, count: number, addresses: Place['addresses']): void {
  const agents = Array.from({ length: count }, () =>
    startContainer(container, { mounts: { '/work': tempFolder() }, ...(addresses ? { addresses } : {}) }),
  );
  onTestFinished(async () => {
    for (const { process: agent } of agents) agent.kill('SIGTERM');
    await Promise.all(agents.map(({ finished }) => finished));
  });
}

/** What the server answers to a client with these credentials: PONG, or its error. */
function logIn(port: number, credentials: object): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('error', fail);
    socket.on('data', (data) => {
      text += data;
      const [answer] = /^(PONG|-ERR .*)(?=\r\n)/m.exec(text) ?? [];
      if (answer === undefined) return;
      socket.destroy();
      done(answer);
    });
    socket.write(`CONNECT ${JSON.stringify({ verbose: false, ...credentials })}\r\nPING\r\n`);
  });
}
